// A payload, indented and coloured, token by token as it is: no number is read and written again, no name is lost.
import { html } from './lit/lit-html.js';
import { visible } from './words.js';
import { objectLink } from './parts.js';

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]|\s+|./gsu;
const LARGEST = 100_000;

function unquoted(token) {
  try {
    return JSON.parse(token);
  } catch {
    return '';
  }
}

function word(token, isName, objects, link) {
  if (token.startsWith('"')) {
    if (isName) return html`<span class="j-name">${visible(token)}</span>`;
    const value = unquoted(token);
    return objects.has(value) ? html`<span class="j-text">"${link(value)}"</span>` : html`<span class="j-text">${visible(token)}</span>`;
  }
  return html`<span class=${/^[-\d]/.test(token) ? 'j-number' : 'j-word'}>${visible(token)}</span>`;
}

/** Lines of templates, indented; null if it is too large to be worth it. */
export function lines(text, objectIds, link = objectLink) {
  if (text.length > LARGEST) return null;
  const objects = new Set(objectIds);
  const tokens = text.match(TOKEN)?.filter((token) => token.trim()) ?? [];
  const made = [];
  let line = [];
  let depth = 0;
  const end = () => {
    if (line.length) made.push({ depth: line.depth ?? depth, parts: line });
    line = [];
  };
  tokens.forEach((token, i) => {
    if (!line.length) line.depth = depth;
    if (token === '{' || token === '[') {
      line.push(token);
      if (tokens[i + 1] === '}' || tokens[i + 1] === ']') return;
      end();
      depth += 1;
    } else if (token === '}' || token === ']') {
      if (tokens[i - 1] !== '{' && tokens[i - 1] !== '[') {
        end();
        depth -= 1;
        line.depth = depth;
      }
      line.push(token);
    } else if (token === ',') {
      line.push(',');
      end();
    } else if (token === ':') {
      line.push(': ');
    } else {
      line.push(word(token, tokens[i + 1] === ':', objects, link));
    }
  });
  end();
  return made;
}

/** @param link makes a link of an id that stands in it */
export function pretty(text, objectIds = [], link = objectLink) {
  const made = lines(text, objectIds, link);
  return made
    ? html`<pre class="json" tabindex="0" aria-label="JSON, indented">${made.map(({ depth, parts }) => html`<span class="j-line">${'  '.repeat(Math.max(0, depth))}${parts}</span>`)}</pre>`
    : html`<pre class="json raw" tabindex="0" aria-label="JSON">${visible(text)}</pre>`;
}
