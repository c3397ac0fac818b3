import { describe, expect, it } from '@jest/globals';
import type { MessageTemplate } from '../../sdk/messages.js';
import { ownWording, render, templateFaults, wordingFaults, type Wording } from './wording.js';

const template: MessageTemplate = {
  purpose: 'Asks a referee for a reference.',
  samples: { referee: 'Bo', candidate: 'Ann Example', link: 'https://refapp.example/r/1234', note: '' },
  required: ['link'],
  email: {
    en: { subject: 'A reference for {{candidate}}', text: 'Hello {{referee}},\n{{#if note}}{{note}}\n{{/if}}{{link}}', html: '<p>{{referee}}</p><a href="{{link}}">Open</a>' },
    sv: { subject: 'Referens för {{candidate}}', text: 'Hej {{referee}},\n{{link}}' },
  },
  sms: { en: { text: 'Reference for {{candidate}}: {{link}}' }, sv: { text: 'Referens för {{candidate}}: {{link}}' } },
};
const given = { organisation: 'Acme', unsubscribeUrl: 'https://hub.example/u/1' };
const mail = (text: string, more: Partial<Wording> = {}): Wording => ({ subject: 'Hello', text, html: null, ...more });
const faultsOf = (wording: Wording, channel: 'email' | 'sms' = 'email') => wordingFaults(channel, wording, template, 'en').map(({ part, fault }) => `${part} ${fault}`);

describe('a template', () => {
  it('fills mails as text and as HTML, in which values cannot become markup', () => {
    const wording = ownWording(template, 'email', 'en')!;
    const made = render('email', wording, { ...template.samples, referee: '<b>"Bo" & co</b>' }, given, 'en');
    expect(made).toEqual({
      subject: 'A reference for Ann Example', text: 'Hello <b>"Bo" & co</b>,\nhttps://refapp.example/r/1234',
      html: '<p>&lt;b&gt;&quot;Bo&quot; &amp; co&lt;/b&gt;</p><a href="https://refapp.example/r/1234">Open</a>', segments: null,
    });
    expect(render('email', wording, { ...template.samples, note: 'Soon, please.' }, given, 'en').text).toContain('\nSoon, please.\n');
  });

  it('makes an SMS that says who writes and how to stop, in one or two segments', () => {
    expect(render('sms', ownWording(template, 'sms', 'sv')!, template.samples, given, 'sv')).toEqual({
      subject: null, html: null, segments: 1, text: 'Acme: Referens för Ann Example: https://refapp.example/r/1234 Svara STOPP för att slippa fler sms.',
    });
  });

  it('falls back to English for a language it lacks', () => {
    expect(ownWording(template, 'email', 'fi')).toMatchObject({ locale: 'en', subject: 'A reference for {{candidate}}' });
    expect(ownWording({ ...template, sms: undefined }, 'sms', 'sv')).toBeNull();
  });

  it('ME-5 is not sent with a placeholder that has no value', () => {
    expect(() => render('email', mail('{{link}} {{deadline}}'), template.samples, given, 'en')).toThrow('The message has no value for deadline.');
  });

  it('ME-5 tells what is missing or unknown in a wording before it is used', () => {
    expect(faultsOf(mail('Hello {{refere}}'))).toEqual(['text has a placeholder {{refere}} that nothing fills', 'text must show {{link}}']);
    expect(faultsOf(mail('{{link}}', { subject: ' ' }))).toEqual(['subject is empty']);
    expect(faultsOf(mail('{{link}} {{organisation}} {{unsubscribeUrl}}'))).toEqual([]);
    expect(faultsOf(mail('{{link}}', { subject: null }), 'sms')).toEqual([]);
    expect(faultsOf(mail('{{link}}', { html: '<p>{{link}}</p>' }), 'sms')).toEqual(['subject is not sent with an SMS', 'html is not sent with an SMS']);
    expect(faultsOf({ subject: null, html: null, text: `{{link}} ${'x'.repeat(300)}` }, 'sms')).toEqual([
      'text takes 3 segments with its sample values; at most 2 are sent']);
  });

  it.each([
    ['{{{link}}}', 'takes no {{{ }}} and no {{& }}: values are inserted as text'],
    ['{{lookup this "x"}}', 'takes plain placeholders only, e.g. {{name}}'],
    ['{{a.constructor}}', 'takes names of letters and digits as placeholders'],
    ['{{#each link}}{{this}}{{/each}}', 'takes no block but {{#if name}}…{{/if}}'],
    ['{{> partial}}', 'takes only {{name}} and {{#if name}}…{{else}}…{{/if}}'],
    ['{{#if link}}', 'cannot be read from line 1 on'],
  ])('lets nobody run anything: %s', (text, fault) => {
    expect(faultsOf(mail(`${text}`))[0]).toBe(`text ${fault}`);
  });

  it('ME-7 loads nothing when a mail is read: no pixel, no picture, no style from elsewhere', () => {
    const bad = ['<img src="https://x.example/p.gif">', '<IMG\nsrc=x>', '<p style="background: url(https://x.example)">', '<table background="x">', '<link rel="x">', '<svg/>'];
    for (const html of bad) {
      expect(faultsOf(mail('{{link}}', { html: `{{link}}${html}` }))).toEqual(['html may hold links only: no images, scripts, forms or anything else that is loaded']);
    }
    expect(faultsOf(mail('{{link}}', { html: '<h1 style="color: red">Hi</h1><a href="{{link}}">Open</a>' }))).toEqual([]);
  });

  it('ME-5 of a plugin is checked whole: both languages, samples, every text', () => {
    expect(templateFaults({ request: template })).toEqual([]);
    const bad = { ...template, required: ['nowhere'], email: { en: { subject: 's', text: '{{oops}}' } } } as unknown as MessageTemplate;
    expect(templateFaults({ request: bad, empty: { purpose: 'p', samples: {} } })).toEqual(expect.arrayContaining([
      'template request has no sample for nowhere', 'template request has no email in sv',
      'template request, email in en: text has a placeholder {{oops}} that nothing fills', 'template empty has no text',
    ]));
  });
});
