// One record: what it says, its exact bytes, and the proof that it is in the journal.
import { html, nothing } from './lit/lit-html.js';
import { get } from './api.js';
import { action, bytes, day, clock, number, visible } from './words.js';
import { actorLink, failure, icon, loading, objectLink, tag } from './parts.js';
import { pretty } from './json.js';

export class RecordPage {
  constructor(parameters, changed) {
    this.position = parameters.get('position') ?? '';
    this.title = `Record ${this.position}`;
    this.changed = changed;
    this.raw = false;
    this.load();
  }

  async load() {
    this.error = null;
    try {
      this.record = await get(`records/${encodeURIComponent(this.position)}`);
      this.title = this.record.type ? `${action(this.record.type)} · ${this.position}` : this.title;
    } catch (error) {
      this.error = error;
    }
    this.changed();
  }

  close() {}

  async copy() {
    await navigator.clipboard.writeText(this.record.payload);
    this.copied = true;
    this.changed();
  }

  template() {
    const { record } = this;
    if (!record) return html`<h1 class="unseen">Record</h1>${this.error ? failure(this.error, () => this.load()) : loading('Reading the record')}`;
    const log = record.kind === 'activity_log';
    const request = record.kind === 'request_log' && record.path;
    const at = record.position;
    return html`<header class="head"><div><p class="kicker">Record ${number(at)}</p>
        <h1><bdi>${log ? action(record.type) : record.kind.replaceAll('_', ' ')}</bdi></h1>
        <p class="quiet">${record.created ? html`${day(record.created)}, ${clock(record.created)} UTC` : 'No readable time'}</p></div>
        <nav class="exports" aria-label="Neighbours">
          ${at > 0 ? html`<a class="button" href=${`/record?position=${at - 1}`}>${icon('left')} Before</a>` : nothing}
          ${at + 1 < record.end ? html`<a class="button" href=${`/record?position=${at + 1}`}>After ${icon('right')}</a>` : nothing}</nav></header>
      ${log ? this.#facts() : request ? html`<p class="also"><a href=${`/request?position=${at}`}>Look at it as a request</a></p>` : nothing}
      ${this.#evidence()}
      <section class="panel" aria-labelledby="payload"><div class="panel-head"><h2 id="payload">${log ? 'As the provider sent it' : 'As it is stored'} <small>${bytes(record.payload_bytes)}</small></h2>
        <span class="exports">${record.payload === null ? nothing : html`<button class="button" aria-pressed=${String(this.raw)} @click=${() => { this.raw = !this.raw; this.changed(); }}>Raw</button>
          <button class="button" @click=${() => this.copy()}>${this.copied ? 'Copied' : 'Copy'}</button>`}
          <a class="button" href=${`/api/records/${at}/payload`} download data-plain>${icon('download')} JSON</a></span></div>
        ${record.payload === null ? html`<p class="quiet">Too large to show here; the download has all of it.</p>`
          : this.raw ? html`<pre class="json raw" tabindex="0" aria-label="JSON as stored">${visible(record.payload)}</pre>` : pretty(record.payload, record.objects)}</section>`;
  }

  #facts() {
    const { record } = this;
    const line = (name, value) => (value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : nothing);
    const filter = (name, value) => (value ? html`<a href=${`/activity?${name}=${encodeURIComponent(value)}`}><bdi>${visible(value)}</bdi></a>` : null);
    return html`<dl class="lines">
      ${line('Who', html`${actorLink(record.actor, record.actor_type)}`)}
      ${line('What', html`${tag(record.type, record.group)} <bdi>${visible(record.subject)}</bdi>`)}
      ${line('Objects', record.objects.length ? html`<span class="list">${record.objects.map(objectLink)}</span>` : null)}
      ${line('Account', filter('context', record.context))}
      ${line('Mode', record.livemode === null ? null : record.livemode ? 'live' : 'test')}
      ${line('Request', record.request_id && html`<span class="list">${filter('request_id', record.request_id)}
        ${record.caused_by.map((position) => html`<a href=${`/request?position=${position}`} class="cause">The request that caused it</a>`)}</span>`)}
      ${line('Log id', filter('id', record.id))}
    </dl>`;
  }

  #evidence() {
    const { record } = this;
    if (record.covered_by === null) {
      return html`<section class="panel evidence"><h2>${icon('warn')} No proof yet</h2>
        <p>No checkpoint covers this record. The next one does: when a fetch ends, every 24 hours while it runs, or by <code>annals checkpoint</code>.</p></section>`;
    }
    return html`<section class="panel evidence" aria-labelledby="evidence"><div class="panel-head"><h2 id="evidence">${icon('check')} Can be proved</h2>
        <a class="button primary" href=${`/api/records/${record.position}/proof`} download data-plain>${icon('download')} Inclusion proof</a></div>
      <p>The proof shows, without the journal, that these bytes are record ${number(record.position)} of the ${number(record.covered_by)} that the last checkpoint was signed over. Check it with the log’s public key:</p>
      <pre class="command" tabindex="0">annals prove --check record-${record.position}.tlog-proof --payload record-${record.position}.json --public-key audit.pub</pre></section>`;
  }
}
