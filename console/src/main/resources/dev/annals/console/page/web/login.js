// Shown where the page asks for a token and has none.
import { html, nothing } from './lit/lit-html.js';
import { post } from './api.js';
import { visible } from './words.js';

export class Login {
  constructor(entered, changed) {
    Object.assign(this, { entered, changed, error: null });
  }

  async submit(event) {
    event.preventDefault();
    const field = event.target.elements.token;
    this.error = null;
    try {
      await post('login', { token: field.value });
      this.entered();
    } catch (error) {
      this.error = error;
      this.changed();
      field.select();
    }
  }

  template() {
    return html`<form class="login" @submit=${(event) => this.submit(event)}>
      <h1>Annals</h1>
      <p class="quiet">This journal is shown to holders of a token only. Each view is recorded under its name.</p>
      <label class="field"><span>Token</span><input type="password" name="token" autocomplete="current-password" required autofocus
        aria-invalid=${String(this.error !== null)} aria-describedby="login-error"></label>
      <p id="login-error" role="alert" class="bad">${this.error ? visible(this.error.message) : nothing}</p>
      <button class="button primary" type="submit">Look</button></form>`;
  }
}
