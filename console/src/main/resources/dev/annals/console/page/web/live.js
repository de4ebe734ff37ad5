// New records as they come. The browser itself connects again, and goes on where it was.

export class Live {
  /**
   * @param path where it is told, under /api/
   * @param parameters the filter
   * @param heard called with what came: entries, the youngest first; whether there are more; the new end
   * @param changed called when the connection comes or goes
   */
  constructor(path, parameters, heard, changed) {
    const query = new URLSearchParams(parameters).toString();
    this.connected = false;
    this.source = new EventSource(`/api/${path}${query ? `?${query}` : ''}`);
    this.source.addEventListener('hello', () => this.#is(true, changed));
    this.source.addEventListener('records', (event) => {
      this.#is(true, changed);
      heard(JSON.parse(event.data));
    });
    this.source.addEventListener('error', () => this.#is(false, changed));
  }

  #is(connected, changed) {
    if (this.connected !== connected) {
      this.connected = connected;
      changed();
    }
  }

  close() {
    this.source.close();
  }
}
