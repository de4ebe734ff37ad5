// A view of requests that is counted over a period and counted again when more come.
import { get } from './api.js';

const SPANS = [['1d', '24 hours'], ['7d', '7 days'], ['30d', '30 days'], ['365d', '1 year']];

export class Counted {
  livePath = 'requests/live';

  /**
   * @param path where it is asked for under /api/
   * @param filters by what it is narrowed
   * @param more names of other parameters that it takes
   */
  constructor(path, filters, parameters, changed, more = []) {
    Object.assign(this, { path, filters, parameters, changed, answer: null, error: null });
    this.filter = filters.of(parameters);
    this.more = [...parameters].filter(([name, value]) => more.includes(name) && value);
    this.liveFilter = this.filter;
    this.abort = new AbortController();
    this.begun = this.load();
  }

  /** Up to where the first answer looked. */
  async seen() {
    await this.begun;
    return this.answer?.end;
  }

  async load() {
    this.error = null;
    try {
      this.answer = await get(this.path, [...this.filter, ...this.more], this.abort.signal);
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.error = error;
    }
    this.changed();
  }

  /** Once for all that comes within a moment. */
  heard() {
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined;
      this.load();
    }, 1000);
  }

  close() {
    clearTimeout(this.waiting);
    this.abort.abort();
  }

  spans() {
    return this.filters.spans(this.parameters, SPANS, '7d');
  }
}
