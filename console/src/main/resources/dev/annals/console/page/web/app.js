// The frame: which view an address means, what stands around it, and going from one to the next.
import { html, nothing, render } from './lit/lit-html.js';
import { get, post, queryOf } from './api.js';
import { visible } from './words.js';
import { empty, failure, icon } from './parts.js';
import { Live } from './live.js';
import { Login } from './login.js';

/** Each view, fetched when it is first shown: a title, a template, close, and if it can be live what it follows and hears. */
const VIEWS = {
  '/': async () => (await import('./overview.js')).Overview,
  '/activity': async () => (await import('./activity.js')).Activity,
  '/actor': async () => (await import('./subject.js')).ActorPage,
  '/object': async () => (await import('./subject.js')).ObjectPage,
  '/record': async () => (await import('./record.js')).RecordPage,
  '/requests': async () => (await import('./requests.js')).Requests,
  '/requests/errors': async () => (await import('./errors.js')).Errors,
  '/requests/versions': async () => (await import('./versions.js')).Versions,
  '/request': async () => (await import('./request.js')).RequestPage,
};
/** Whether an entry of the menu leads to what is around this view. */
const within = (path) => path !== '/' && (location.pathname.startsWith(`${path}/`) || (path === '/requests' && location.pathname === '/request'));
const MENU = [['/', 'Overview'], ['/activity', 'Activity'], ['/requests', 'Requests']];

const root = document.getElementById('app');
let view = null;
let live = null;
let login = null;
let session = null;
let drawing = false;
let turns = 0;
let missing = false;

/** Draws once, however many things changed. */
function changed() {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    render(frame(), root);
    view?.drawn?.(root);
    document.title = login ? 'Annals' : `${visible(view?.title ?? '')} · ${visible(session?.title) || 'Annals'}`;
  });
}

const parameters = () => new URLSearchParams(location.search);

async function show() {
  view?.close();
  live?.close();
  live = null;
  const fetched = VIEWS[location.pathname];
  const turn = (turns += 1);
  try {
    const View = fetched && (await fetched());
    // Somebody went on meanwhile.
    if (turn !== turns) return;
    missing = !View;
    view = View ? new View(parameters(), changed, go) : null;
  } catch {
    view = new Unreachable();
  }
  follow();
  changed();
}

/** Instead of a view whose script cannot be had. */
class Unreachable {
  title = 'No answer';

  close() {}

  template() {
    return failure({ code: 'unreachable', message: 'The page’s server cannot be reached. Is “annals serve” still running?' }, show);
  }
}

/** Begins where the view's own answer ended, so that nothing falls between the two. */
async function follow() {
  live?.close();
  live = null;
  if (parameters().get('live') !== '1' || !view?.liveFilter) return;
  const followed = view;
  const end = await view.seen();
  if (followed === view && !live && parameters().get('live') === '1') {
    live = new Live(view.livePath ?? 'live', [...view.liveFilter, ...(end === undefined ? [] : [['from', end]])], (news) => followed.heard(news), changed);
    changed();
  }
}

/** Live goes along from view to view, until somebody switches it off. */
function go(address) {
  const url = new URL(address, location.origin);
  if (parameters().get('live') === '1' && !['/record', '/request'].includes(url.pathname)) url.searchParams.set('live', '1');
  history.pushState(null, '', url);
  show().then(() => {
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  });
}

function toggleLive() {
  const now = parameters();
  if (now.get('live') === '1') now.delete('live');
  else now.set('live', '1');
  history.replaceState(null, '', location.pathname + queryOf(now));
  follow();
  changed();
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function toggleTheme() {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem('annals-theme', theme);
  } catch {
    // Then it holds until the page is left.
  }
  changed();
}

async function leave() {
  await post('logout', {});
  askForToken();
}

function askForToken() {
  turns += 1;
  view?.close();
  view = null;
  live?.close();
  live = null;
  login ??= new Login(enter, changed);
  changed();
}

async function enter() {
  login = null;
  show();
  try {
    session = await get('session');
  } catch {
    // The view says so itself.
  }
  changed();
}

const liveButton = () => (view?.liveFilter ? html`<button class="button live ${live ? 'on' : ''}" aria-pressed=${String(live !== null)} @click=${toggleLive}>
  <span class="dot" aria-hidden="true"></span>${live && !live.connected ? 'Connecting' : 'Live'}</button>` : nothing);

const bar = () => html`<header class="bar">
  <a class="skip" href="#main" data-plain>Skip to the content</a>
  <a class="brand" href="/"><svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7"/><path d="M9 9.5h14M9 16h14M9 22.5h8"/></svg><span>Annals</span>${session?.title ? html`<span class="brand-title"><bdi>${visible(session.title)}</bdi></span>` : nothing}</a>
  <nav class="menu" aria-label="Views">${MENU.map(([path, words]) => html`<a href=${path} aria-current=${location.pathname === path ? 'page' : within(path) ? 'true' : 'false'}>${words}</a>`)}</nav>
  <div class="tools">${liveButton()}
    <button class="button square" aria-label=${isDark() ? 'Light colours' : 'Dark colours'} @click=${toggleTheme}>${icon(isDark() ? 'sun' : 'moon')}</button>
    ${session?.token ? html`<button class="button square" aria-label="Log out" title="Log out ${visible(session.who)}" @click=${leave}>${icon('leave')}</button>` : nothing}</div>
</header>`;

const frame = () => (login ? html`<main id="main" tabindex="-1">${login.template()}</main>` : html`${bar()}
  <main id="main" tabindex="-1">${view ? view.template() : !missing ? nothing : empty('There is nothing at this address', 'The address may be cut off, or of another version of this page.', html`<a class="button" href="/">To the overview</a>`)}</main>
  <footer class="ground">Read only. Times are UTC.</footer>`);

// Links within the page change the view; the browser does all others, and those that a person wants elsewhere.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href], [data-href]');
  if (!link || link.hasAttribute('data-plain') || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const href = link.getAttribute('href') ?? link.getAttribute('data-href');
  if (!href.startsWith('/')) return;
  event.preventDefault();
  go(href);
});

function rowsKey(event, step) {
  const rows = [...root.querySelectorAll('.row-time')];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + step))].focus();
  event.preventDefault();
}

document.addEventListener('keydown', (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || event.target.closest?.('input, select, textarea')) return;
  if (event.key === 'j') rowsKey(event, 1);
  else if (event.key === 'k') rowsKey(event, -1);
  else if (event.key === '/') {
    const first = root.querySelector('.filters input');
    if (first) {
      first.focus();
      event.preventDefault();
    }
  }
});

addEventListener('popstate', show);
addEventListener('annals-token-needed', askForToken);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
enter();
