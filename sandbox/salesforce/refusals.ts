import { CrmRefusal, retryAfter, type Refusals } from '../crm-kit/index.js';

function said(status: number, errorCode: string, message: string, fields: string[] = [], headers: Record<string, string> = {}): CrmRefusal {
  return new CrmRefusal(status, [{ message, errorCode, fields }], headers);
}

export const refusals: Refusals = {
  unauthorized: () => said(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
  // The daily allowance answers 403, not 429.
  throttled: (room) => said(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', [], retryAfter(room)),
  fileTooLarge: (maxBytes) => said(400, 'STRING_TOO_LONG', `VersionData: data value too large (max ${maxBytes} bytes)`, ['VersionData']),
  missingField: (field) => said(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${field}]`, [field]),
  notFound: () => said(404, 'NOT_FOUND', 'The requested resource does not exist'),
  invalid: (message) => said(400, 'MALFORMED_QUERY', message),
};

export const invalidField = (field: string, object: string): CrmRefusal => said(400, 'INVALID_FIELD', `No such column '${field}' on sobject of type ${object}`, [field]);
export const invalidRule = (message: string): CrmRefusal => said(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message);
