// Questions to the server. Everything is read; nothing here can change the journal.

export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The parameters that have a value, as a query string with its question mark. */
export function queryOf(parameters) {
  const text = new URLSearchParams([...parameters].filter(([, value]) => value !== '')).toString();
  return text ? `?${text}` : '';
}

async function answer(response) {
  if (response.ok) return response.status === 204 ? null : response.json();
  let error = {};
  try {
    error = (await response.json()).error;
  } catch {
    // Not ours: a proxy between us, perhaps.
  }
  const failure = new ApiError(response.status, error.code ?? 'unknown', error.message ?? `the server answered ${response.status}`);
  if (response.status === 401 && failure.code === 'token_needed') window.dispatchEvent(new Event('annals-token-needed'));
  throw failure;
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new ApiError(0, 'unreachable', 'The page’s server cannot be reached. Is “annals serve” still running?');
  }
  return answer(response);
}

export function get(path, parameters = [], signal = undefined) {
  return ask(`/api/${path}${queryOf(parameters)}`, { signal, headers: { Accept: 'application/json' } });
}

export function post(path, body) {
  return ask(`/api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}
