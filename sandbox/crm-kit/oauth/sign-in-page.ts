function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:16px system-ui;max-width:26rem;margin:3rem auto;padding:0 1rem}label{display:block;margin:.75rem 0}
input{font:inherit;width:100%}button{font:inherit;padding:.5rem 1.25rem;margin-right:.5rem}</style></head>
<body>${body}</body></html>`;
}

/** What a person sees at the authorise address: the CRM's own sign-in, with the usual credentials. */
export function signInPage(crm: string, path: string, parameters: Readonly<Record<string, unknown>>, problem?: string): string {
  const hidden = Object.entries(parameters)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !['username', 'password', 'decision'].includes(entry[0]))
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`);
  return document(`Sign in to ${crm}`, `
<h1>${escaped(crm)}</h1>
<p>An app would like to use your ${escaped(crm)} account.</p>
${problem === undefined ? '' : `<p role="alert">${escaped(problem)}</p>`}
<form method="post" action="${escaped(path)}">${hidden.join('')}
<label>User name <input name="username" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button type="submit" name="decision" value="accept">Sign in and allow</button>
<button type="submit" name="decision" value="decline">Do not allow</button>
</form>`);
}

export function errorPage(crm: string, message: string): string {
  return document(`${crm}: error`, `<h1>${escaped(crm)}</h1><p>${escaped(message)}</p>`);
}
