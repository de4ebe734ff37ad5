// Times, numbers and the provider's words as a person reads them. All times are UTC: so are the days that are counted.

const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC' });
const MINUTE = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const NUMBER = new Intl.NumberFormat('en-US');
const SHORTENED = { api: 'API', sso: 'SSO', scim: 'SCIM', mfa: 'MFA', ip: 'IP', id: 'ID' };

export const number = (value) => NUMBER.format(value);

export const date = (instant) => DATE.format(new Date(instant));
export const day = (instant) => DAY.format(new Date(instant));
export const clock = (instant) => CLOCK.format(new Date(instant));
export const moment = (instant) => `${date(instant)}, ${MINUTE.format(new Date(instant))} UTC`;

/** So many things, with the word in its right number. */
export const many = (count, one, more = `${one}s`) => `${number(count)} ${count === 1 ? one : more}`;

/** A length of time in its largest unit. */
export function length(seconds) {
  const size = Math.abs(seconds);
  if (size < 60) return many(Math.floor(size), 'second');
  if (size < 3600) return many(Math.floor(size / 60), 'minute');
  if (size < 2 * 86400) return many(Math.floor(size / 3600), 'hour');
  return many(Math.floor(size / 86400), 'day');
}

export const ago = (seconds) => (seconds < 0 ? `in ${length(seconds)}` : seconds < 5 ? 'just now' : `${length(seconds)} ago`);

export function bytes(size) {
  if (size < 1000) return `${size} B`;
  const power = Math.min(4, Math.floor(Math.log10(size) / 3));
  return `${(size / 1000 ** power).toFixed(power > 1 ? 1 : 0)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

/** The provider's name of an action for people: “api_key_created” is “API key created”. */
export function action(type) {
  if (!type) return 'No type';
  const words = visible(type).split('_').map((word) => SHORTENED[word] ?? word);
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Characters that nobody sees, or that turn the direction of writing, are shown as what they are. */
export function visible(text) {
  return String(text ?? '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) =>
    c === '\n' || c === '\t' ? ' ' : `\\u${c.codePointAt(0).toString(16).padStart(4, '0')}`);
}
