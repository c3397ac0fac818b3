import type { LeverStore } from '../store.js';
import type { AuthorizationRequest, RequestParameters } from './authorization.js';

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:16px system-ui;max-width:34rem;margin:3rem auto;padding:0 1rem}li{margin:.25rem 0}
button{font:inherit;padding:.5rem 1.25rem;margin-right:.5rem}select{font:inherit}</style></head>
<body>${body}</body></html>`;
}

/** What a person sees at `/authorize`: the app, what it asks for, who is signed in, and the two answers. */
export function consentPage(store: LeverStore, request: AuthorizationRequest, parameters: RequestParameters): string {
  const hidden = Object.entries(parameters)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'user' && entry[0] !== 'decision')
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`);
  const users = store.accounts().flatMap((account) => [...account.users.values()]
    .filter((user) => user.deactivatedAt === null)
    .map((user) => `<option value="${user.id}">${escaped(`${account.options.name}: ${user.name} (${user.accessRole})`)}</option>`));
  return document(`Authorize ${request.app.name}`, `
<h1>${escaped(request.app.name)}</h1>
<p>${escaped(request.app.description)}</p>
<p>This app would like to access your Lever account:</p>
<ul>${request.scopes.map((scope) => `<li><code>${escaped(scope)}</code></li>`).join('')}</ul>
<form method="post" action="/authorize">${hidden.join('')}
<p><label>Signed in as <select name="user">${users.join('')}</select></label></p>
<button type="submit" name="decision" value="accept">Accept</button>
<button type="submit" name="decision" value="decline">Decline</button>
</form>`);
}

export function errorPage(message: string): string {
  return document('Authorization error', `<h1>Oops!, something went wrong</h1><p>${escaped(message)}</p>`);
}
