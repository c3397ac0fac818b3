import Handlebars from 'handlebars';
import type { Candidate, Records, Service } from './records.js';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 52rem; padding: 0 1rem; color: #1b1f24; }
fieldset, .box { border: 1px solid #d9dee3; margin: 0 0 1rem; padding: .6rem 1rem; } label { display: block; } button, select, input { font: inherit; }
table { border-collapse: collapse; } td, th { text-align: left; padding: .3rem .8rem .3rem 0; }`;

const layout = (body: string): string => `<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title><style>${style}</style></head><body><nav><a href="/services">Tjänster</a></nav><main>${body}</main></body></html>`;

const services = Handlebars.compile(layout('<h1>Tjänster</h1><ul>{{#each services}}<li><a href="/services/{{id}}">{{title}}</a> ({{status}})</li>{{/each}}</ul>'));

const service = Handlebars.compile(layout(`
<h1>{{service.title}}</h1>
<h2>Steg 2. Processteg</h2><ol id="steps">{{#each service.steps}}<li>{{name}}{{#if event}} · Event: Refapp{{/if}}</li>{{/each}}</ol>
<p><a href="/services/{{service.id}}/steps/new">+ Lägg till steg</a></p>
<h2>Kandidater</h2><ul>{{#each candidates}}<li><a href="/services/{{serviceId}}/candidates/{{id}}">{{firstName}} {{lastName}}</a></li>{{/each}}</ul>`));

const newStep = Handlebars.compile(layout(`
<h1>Nytt steg i {{service.title}}</h1>
<form method="post" action="/services/{{service.id}}/steps">
<fieldset><legend>Steg</legend><label>Namn <input name="name" value="Refapp Referenstagning" required></label>
<label>Instruktion <input name="instruction"></label></fieldset>
<fieldset><legend>Test/Event</legend><label>Event <select name="event"><option value="">Inget</option><option value="refapp">Refapp</option></select></label>
<label>Frågeformulär <select name="questionnaireId"><option value="">Välj</option>{{#each questionnaires}}<option value="{{id}}">{{name}}</option>{{/each}}</select></label>
<label>Utskick till kandidaten <select name="candidateChannel">{{#each channels}}<option value="{{value}}">{{label}}</option>{{/each}}</select></label>
<label>Antal referenser <input name="references" type="number" min="1" max="10" value="2"></label>
<label>Utskick till referenserna <select name="refereeChannel">{{#each channels}}<option value="{{value}}">{{label}}</option>{{/each}}</select></label></fieldset>
<button>Spara</button></form>`));

const candidate = Handlebars.compile(layout(`
<h1>{{candidate.firstName}} {{candidate.lastName}}</h1><p>{{service.title}}</p>
<form method="post" action="/services/{{service.id}}/candidates/{{candidate.id}}/step"><label>Processteg <select name="stepId">
{{#each steps}}<option value="{{id}}"{{#if isCurrent}} selected{{/if}}>{{name}}</option>{{/each}}</select></label> <button>Byt steg</button></form>
<details class="box" open><summary>Referenser</summary>{{#if result}}<p>Status: <strong id="reference-status">{{result.statusText}}</strong></p>
<p id="reference-progress">{{result.answered}} av {{result.requested}}</p>
{{#if result.candidateUrl}}<p><a id="reference-candidate" href="{{result.candidateUrl}}">Kandidaten i Refapp</a></p>{{/if}}
{{#if result.reportUrl}}<p><a id="reference-report" href="{{result.reportUrl}}">Referensrapport</a></p>{{/if}}{{else}}<p>Ingen referenstagning.</p>{{/if}}</details>`));

const channels = [['email', 'Mejl'], ['sms', 'Sms'], ['both', 'Både mejl och sms'], ['none', 'Inga automatiska utskick']].map(([value, label]) => ({ value, label }));

export const servicesPage = (all: readonly Service[]): string => services({ title: 'Tjänster', services: all });
export const servicePage = (one: Service, candidates: readonly Candidate[]): string => service({ title: one.title, service: one, candidates });
export const newStepPage = (one: Service, { eventOptions }: Records): string =>
  newStep({ title: 'Nytt steg', service: one, channels, questionnaires: eventOptions.questionnaires });
export const candidatePage = (who: Candidate, one: Service): string => candidate({
  title: `${who.firstName} ${who.lastName}`, candidate: who, service: one, result: who.results.refapp ?? null,
  steps: one.steps.map(({ id, name }) => ({ id, name, isCurrent: id === who.stepId })),
});
