// What request logs can be narrowed by: the filters of the provider's dashboard.
import { html } from './lit/lit-html.js';
import { Filters, MODES, choice, field } from './filters.js';
import { number, visible } from './words.js';

const UNSAID = { error_type: 'error type', error_code: 'error code', api_version: 'API version', user_agent: 'user agent', key: 'key' };

export const REQUESTS = new Filters('/requests', {
  status: 'Status', method: 'Method', endpoint: 'Endpoint', path: 'Path', source: 'Source', api_version: 'Version', error_type: 'Error type',
  error_code: 'Error code', ip_address: 'IP address', resource: 'Resource', key: 'Key', context: 'Account', idempotency_key: 'Idempotency key',
  user_agent: 'User agent', request_id: 'Request', livemode: 'Mode', text: 'Text', without: 'Without', since: 'From', until: 'To',
}, { without: (value) => UNSAID[value] ?? visible(value) });

const RARE = ['method', 'api_version', 'path', 'source', 'error_type', 'ip_address', 'key', 'context', 'idempotency_key', 'user_agent', 'request_id', 'livemode'];
const OFFERED = ['status', 'endpoint', 'api_version', 'error_type', 'error_code', 'key', 'context'];
const STATUSES = [['succeeded', 'below 400'], ['failed', '400 and above, or no answer'], ['4xx', 'refused'], ['5xx', 'the provider failed'], ['no_answer', 'none came']];

/**
 * @param go leads to an address
 * @param known values to offer for some filters, with how often each is there
 * @param entered called when somebody goes into the form
 */
export const requestForm = (parameters, go, known, entered) => REQUESTS.form(parameters, go, {
  label: 'Filter the requests',
  entered,
  first: html`${field('status', 'Status', '402, 4xx, failed', 'known-status')}
    ${field('endpoint', 'Endpoint', '/v1/customers/:id', 'known-endpoint')}
    ${field('error_code', 'Error code', 'card_declined', 'known-error_code')}
    ${field('resource', 'Resource', 'cus_…, pi_…')}
    ${field('text', 'Text', 'in path or message')}`,
  rare: {
    names: RARE,
    fields: html`${choice('method', 'Method', [['', 'any'], ['GET', 'GET'], ['POST', 'POST'], ['DELETE', 'DELETE']])}
      ${field('error_type', 'Error type', 'card_error', 'known-error_type')}
      ${field('api_version', 'API version', '2026-09-30.clover', 'known-api_version')}
      ${choice('source', 'Source', [['', 'any'], ['api', 'API'], ['dashboard', 'Dashboard'], ['cli', 'CLI']])}
      ${field('ip_address', 'IP address', '192.0.2.1')}
      ${field('key', 'Key', 'id: mk_…', 'known-key')}
      ${field('context', 'Account', 'acct_…', 'known-context')}
      ${field('idempotency_key', 'Idempotency key', 'whole')}
      ${field('request_id', 'Request id', 'req_…')}
      ${field('path', 'Exact path', '/v1/customers/cus_…')}
      ${field('user_agent', 'User agent', 'whole')}
      ${choice('livemode', 'Mode', MODES)}`,
  },
  lists: OFFERED.map((name) => html`<datalist id=${`known-${name}`}>
    ${name === 'status' ? STATUSES.map(([value, words]) => html`<option value=${value}>${words}</option>`) : ''}
    ${(known[name] ?? []).map(([value, count]) => html`<option value=${value}>${number(count)}</option>`)}</datalist>`),
});
