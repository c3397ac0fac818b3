import Handlebars from 'handlebars';
import type { Mail, MailPage } from './mail-store.js';

const layout = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1b1f24; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #d9dee3; }
pre { white-space: pre-wrap; background: #f5f7f9; padding: 1rem; } iframe { width: 100%; height: 24rem; border: 1px solid #d9dee3; }
</style></head><body>${body}</body></html>`;

const listTemplate = Handlebars.compile(layout('Mailbox', `
<h1>Mailbox</h1><p><a href="/phones">Phones</a></p>
<form method="get" action="/">
<label>To <input name="to" value="{{to}}"></label> <label>Subject <input name="subject" value="{{subject}}"></label> <button>Filter</button>
</form>
<p>{{total}} mails.</p>
<table><thead><tr><th>Received</th><th>From</th><th>To</th><th>Subject</th></tr></thead><tbody>
{{#each mails}}<tr><td>{{receivedAt}}</td><td>{{from}}</td><td>{{#each envelope.to}}{{this}} {{/each}}</td><td><a href="/view/{{id}}">{{subject}}</a></td></tr>
{{/each}}</tbody></table>
{{#if next}}<p><a href="/?to={{to}}&amp;subject={{subject}}&amp;cursor={{next}}">Next page</a></p>{{/if}}`));

const mailTemplate = Handlebars.compile(layout('{{subject}}', `
<p><a href="/">All mails</a></p>
<h1>{{subject}}</h1>
<p>From {{from}} to {{#each envelope.to}}{{this}} {{/each}}, received {{receivedAt}}.</p>
{{#if links}}<h2>Links</h2><ul>{{#each links}}<li><a href="{{this}}" rel="noreferrer">{{this}}</a></li>{{/each}}</ul>{{/if}}
<h2>Text</h2><pre>{{text}}</pre>
{{#if html}}<h2>HTML</h2><iframe sandbox srcdoc="{{html}}" title="HTML part"></iframe>{{/if}}
<h2>Headers</h2><pre>{{#each headers}}{{@key}}: {{this}}
{{/each}}</pre>`));

export function mailListPage(page: MailPage, filter: { to?: string; subject?: string }): string {
  return listTemplate({ mails: page.data, total: page.total, next: page.next, ...filter });
}

export function mailPage(mail: Mail): string {
  return mailTemplate(mail);
}
