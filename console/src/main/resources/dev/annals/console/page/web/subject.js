// Everything that one person or key did, or everything that happened to one key, user or other object.
import { html, nothing } from './lit/lit-html.js';
import { get, queryOf } from './api.js';
import { action, many, moment, visible } from './words.js';
import { exports, ranking } from './parts.js';
import { chart } from './chart.js';
import { ACTIVITY } from './filters.js';
import { List } from './list.js';

class Subject {
  constructor(name, parameters, changed, words) {
    this.of = parameters.get('of') ?? '';
    this.name = name;
    this.words = words;
    this.title = this.of;
    this.changed = changed;
    this.filter = [[name, this.of]];
    this.liveFilter = this.filter;
    const before = parameters.get('before');
    this.before = before;
    this.list = new List(this.filter, before, changed, (position) => `/${name}${queryOf([['of', this.of], ['before', position]])}`);
    this.load();
  }

  async load() {
    try {
      this.summary = await get('summary', this.filter, this.list.abort.signal);
      this.changed();
    } catch {
      // The list below says what is wrong.
    }
  }

  seen() {
    return this.list.seen();
  }

  heard(news) {
    if (this.before === null) this.list.add(news);
  }

  drawn(root) {
    this.list.drawn(root);
  }

  close() {
    this.list.close();
  }

  template() {
    const { summary, words } = this;
    const other = this.name === 'actor' ? 'object' : 'actor';
    return html`<header class="head"><div><p class="kicker">${words.kicker}</p><h1 class="subject"><bdi>${visible(this.of)}</bdi></h1>
        <p class="quiet">${summary ? html`${summary.capped ? 'More than ' : ''}${many(summary.total, 'log')}${summary.first ? html` · first ${moment(summary.first)} · last ${moment(summary.last)}` : nothing}` : html`&nbsp;`}</p></div>
        ${exports(this.filter)}</header>
      <p class="also"><a href=${`/${other}?of=${encodeURIComponent(this.of)}`}>${words.other}</a> · <a href=${ACTIVITY.address(this.filter)}>Filter this further</a> · <a href=${`/requests${queryOf([[words.requests, this.of]])}`}>${words.sent}</a></p>
      ${summary?.total ? html`
        <section class="panel" aria-label="Over time">${chart(summary, (since, until) => ACTIVITY.within(this.filter, since, until))}</section>
        <div class="pair">
          <section class="panel" aria-labelledby="kinds"><h2 id="kinds">${words.types}</h2>${ranking(summary.types, action, (type) => ACTIVITY.including(this.filter, 'type', type))}</section>
          ${this.name === 'object' ? html`<section class="panel" aria-labelledby="doers"><h2 id="doers">By whom</h2>${ranking(summary.actors, visible, (actor) => `/actor?of=${encodeURIComponent(actor)}`)}</section>` : nothing}
        </div>` : nothing}
      <h2 class="section">Timeline</h2>
      ${this.list.template()}`;
  }
}

export class ActorPage extends Subject {
  constructor(parameters, changed) {
    super('actor', parameters, changed, { kicker: 'Everything done by', types: 'What they did', other: 'What happened to them', requests: 'key', sent: 'Requests with this key' });
  }
}

export class ObjectPage extends Subject {
  constructor(parameters, changed) {
    super('object', parameters, changed, { kicker: 'Everything that happened to', types: 'What happened', other: 'What they did themselves', requests: 'resource', sent: 'Requests about it' });
  }
}
