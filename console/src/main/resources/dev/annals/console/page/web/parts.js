// Small pieces that several views show.
import { html, svg, nothing } from './lit/lit-html.js';
import { queryOf } from './api.js';
import { visible, action } from './words.js';

const ICONS = {
  sun: svg`<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4"/>`,
  moon: svg`<path d="M20 14.5A8.2 8.2 0 0 1 9.5 4a8.2 8.2 0 1 0 10.5 10.5Z"/>`,
  download: svg`<path d="M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M5 19.5h14"/>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  warn: svg`<path d="M12 4 2.8 19.5h18.4L12 4Zm0 6v4.5m0 2.6v.1"/>`,
  close: svg`<path d="m6.5 6.5 11 11m0-11-11 11"/>`,
  left: svg`<path d="m14.5 6-6 6 6 6"/>`,
  right: svg`<path d="m9.5 6 6 6-6 6"/>`,
  leave: svg`<path d="M10 4.5H5.5v15H10M14.5 8l4 4-4 4m4-4H10"/>`,
};

export const icon = (name) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg>`;

export const loading = (what) => html`<div class="state" role="status"><span class="spinner" aria-hidden="true"></span>${what}…</div>`;

export const empty = (title, words, more = nothing) =>
  html`<div class="state"><p class="state-title">${title}</p><p>${words}</p>${more}</div>`;

/** What went wrong, in the server's words, with what a person can do. */
export const failure = (error, again) => html`<div class="state bad" role="alert">
  <p class="state-title">${icon('warn')} ${error.code === 'unreachable' ? 'No answer' : 'This cannot be shown'}</p>
  <p>${visible(error.message)}</p>
  <button class="button" @click=${again}>Try again</button>
</div>`;

/**
 * Downloads of what is shown.
 *
 * @param folder where they lie under /api/
 */
export const exports = (filter, folder = '') => {
  const query = queryOf([...filter, ['order', 'desc']]);
  return html`<span class="exports"><span class="quiet">Export</span>
    <a class="button" href=${`/api/${folder}export.ndjson${query}`} download data-plain>${icon('download')} NDJSON</a>
    <a class="button" href=${`/api/${folder}export.csv${query}`} download data-plain>${icon('download')} CSV</a></span>`;
};

export const actorLink = (actor, type) => actor
  ? html`<a class="who" href=${`/actor?of=${encodeURIComponent(actor)}`}><bdi>${visible(actor)}</bdi></a>`
  : html`<span class="who quiet">${type === 'stripe_action' ? 'Stripe' : visible(type) || 'unknown'}</span>`;

export const objectLink = (id) =>
  html`<a class="object" href=${`/object?of=${encodeURIComponent(id)}`}><bdi>${visible(id)}</bdi></a>`;

/** The family of an action decides its colour. */
const FAMILIES = {
  api_key: 'key', user_invite: 'people', user_roles: 'people', user_profile: 'people', scim: 'people',
  sso: 'access', authentication: 'access', user_access: 'access', account_security: 'access', payout: 'money', issuing: 'money',
};
export const tag = (type, group) =>
  html`<span class="tag ${FAMILIES[group] ?? 'other'}" title=${visible(type)}><bdi>${action(type)}</bdi></span>`;

/** A ranked list with bars, each line a link. */
export const ranking = (pairs, label, href) => {
  const most = Math.max(1, ...pairs.map(([, count]) => count));
  return html`<ol class="ranking">${pairs.map(([value, count]) => html`<li>
    <a href=${href(value)}><span class="rank-name"><bdi>${label(value)}</bdi></span><span class="rank-count">${count.toLocaleString('en-US')}</span>
    <svg class="rank-bar" aria-hidden="true"><rect width="100%" height="4" rx="2" class="rail"/><rect width=${`${Math.max(1, (100 * count) / most)}%`} height="4" rx="2" class="fill"/></svg></a></li>`)}</ol>`;
};
