// API versions in use: how often, when last, and who still uses an old one.
import { html, nothing } from './lit/lit-html.js';
import { many, moment, number, visible } from './words.js';
import { empty, failure, loading } from './parts.js';
import { queryOf } from './api.js';
import { REQUESTS } from './requestfilters.js';
import { Counted } from './counted.js';
import { tabs } from './requests.js';

const HERE = REQUESTS.at('/requests/versions');

const said = (name, value) => (value ? [name, value] : ['without', name]);

export class Versions extends Counted {
  title = 'API versions';

  constructor(parameters, changed, go) {
    super('requests/versions', HERE, parameters, changed, ['default']);
    this.go = go;
  }

  #requests(...more) {
    const names = new Set(more.map(([name, value]) => (name === 'without' ? value : name)));
    const kept = this.filter.filter(([name]) => !['since', 'until'].includes(name) && !names.has(name));
    return REQUESTS.address([...kept, ...more, ['since', this.answer.since], ['until', this.answer.until]]);
  }

  template() {
    const { answer } = this;
    return html`<header class="head"><div><h1>API versions</h1>
        <p class="quiet" aria-live="polite">${answer ? html`${many(answer.total, 'request')}, ${moment(answer.since)} – ${moment(answer.until)}` : html`&nbsp;`}</p></div></header>
      ${tabs(this.filter)}
      <div class="panel-head">${this.spans()}${answer ? this.#defaultForm() : nothing}</div>
      ${HERE.chips(this.parameters)}
      ${this.error ? failure(this.error, () => this.load()) : !answer ? loading('Counting versions') : answer.versions.length ? answer.versions.map((use, i) => this.#version(use, i)) : empty('No requests', 'No request was sent in this period. Choose a longer one, or remove a filter.')}`;
  }

  /** No log says which version is the account's default: whoever looks can. */
  #defaultForm() {
    const submit = (event) => {
      event.preventDefault();
      const chosen = new FormData(event.target).get('default');
      this.go(`${HERE.path}${queryOf([...this.filter, ['default', chosen]])}`);
    };
    const dated = this.answer.versions.map((use) => use.version).filter(Boolean);
    return html`<form class="default" @submit=${submit}><label class="quiet">The account’s default <select name="default" @change=${(event) => event.target.form.requestSubmit()}>
      <option value="">not known</option>
      ${[...new Set([...dated, this.answer.default])].filter(Boolean).map((version) => html`<option value=${version} ?selected=${version === this.answer.default}>${visible(version)}</option>`)}</select></label></form>`;
  }

  #version(use, i) {
    const old = use.version && !use.latest;
    return html`<section class="panel version" aria-labelledby=${`version-${i}`}>
      <div class="panel-head"><h2 id=${`version-${i}`}><bdi>${visible(use.version) || 'Not said'}</bdi>
        ${use.default ? html`<span class="tag people">Default</span>` : nothing} ${use.latest ? html`<span class="tag fine">Latest</span>` : nothing}</h2>
        <span class="quiet"><a href=${this.#requests(said('api_version', use.version))}>${many(use.count, 'request')}</a> · last ${moment(use.last_use)}</span></div>
      <details class="more-callers" ?open=${old}><summary>${many(use.callers.length + use.more_callers, 'caller')}</summary>
        <div class="scroll" tabindex="0" role="region" aria-label="Callers of ${visible(use.version) || 'no version'}"><table>
        <thead><tr><th scope="col">User agent</th><th scope="col">Key</th><th scope="col" class="right">Requests</th></tr></thead>
        <tbody>${use.callers.map((caller) => html`<tr><th scope="row"><bdi>${visible(caller.user_agent) || 'not known'}</bdi></th><td><bdi>${visible(caller.key) || 'not known'}</bdi></td>
          <td class="right"><a href=${this.#requests(said('api_version', use.version), said('user_agent', caller.user_agent), said('key', caller.key))}
            aria-label="${many(caller.count, 'request')} by ${visible(caller.user_agent)} with ${visible(caller.key)}">${number(caller.count)}</a></td></tr>`)}</tbody></table></div>
        ${use.more_callers ? html`<p class="quiet">and ${many(use.more_callers, 'more')} who sent fewer</p>` : nothing}</details></section>`;
  }
}
