// All that happened, the youngest first, narrowed by whatever is asked.
import { html, nothing } from './lit/lit-html.js';
import { get } from './api.js';
import { many } from './words.js';
import { exports } from './parts.js';
import { chart } from './chart.js';
import { ACTIVITY, activityForm } from './filters.js';
import { List } from './list.js';

export class Activity {
  title = 'Activity';

  constructor(parameters, changed, go) {
    this.parameters = parameters;
    this.changed = changed;
    this.go = go;
    this.filter = ACTIVITY.of(parameters);
    this.liveFilter = this.filter;
    this.known = { types: [], actors: [] };
    this.before = parameters.get('before');
    this.list = new List(this.filter, this.before, changed, (position) => ACTIVITY.address([...this.filter, ['before', position]]));
    this.load();
  }

  async load() {
    // What is offered and drawn above the list is no reason to show no list.
    const [summary, types, actors] = await Promise.allSettled([
      get('summary', this.filter, this.list.abort.signal),
      get('counts', [['by', 'type'], ['top', 200]], this.list.abort.signal),
      get('counts', [['by', 'actor'], ['top', 200]], this.list.abort.signal),
    ]);
    this.summary = summary.value;
    const named = (answer) => (answer.value?.counts ?? []).filter(([value]) => value);
    this.known = { types: named(types), actors: named(actors) };
    this.changed();
  }

  seen() {
    return this.list.seen();
  }

  heard(news) {
    if (this.before !== null) return;
    this.list.add(news);
  }

  drawn(root) {
    this.list.drawn(root);
  }

  close() {
    this.list.close();
  }

  template() {
    return html`<header class="head"><div><h1>Activity</h1>
        <p class="quiet" aria-live="polite">${this.summary ? html`${this.summary.capped ? 'More than ' : ''}${many(this.summary.total, 'record')}` : html`&nbsp;`}${this.list.fresh ? html` · <span class="good">${this.list.fresh} new</span>` : nothing}</p></div>
        ${exports(this.filter)}</header>
      ${activityForm(this.parameters, this.go, this.known)}
      ${ACTIVITY.chips(this.parameters)}
      ${this.summary ? chart(this.summary, (since, until) => ACTIVITY.within(this.parameters, since, until)) : html`<div class="chart-space"></div>`}
      ${this.before !== null ? html`<p class="note">Older records, from position ${this.before} down. <a href=${ACTIVITY.address(this.filter)}>Back to the youngest</a></p>` : nothing}
      ${this.list.template()}`;
  }
}
