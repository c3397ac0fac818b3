const TEXTS = {
  sv: { title: 'Avsluta utskick', question: 'Vill du inte få fler meddelanden från den här organisationen på den här adressen?', button: 'Ja, avsluta', done: 'Klart. Du får inga fler meddelanden på den här adressen.' },
  en: { title: 'Unsubscribe', question: 'Do you want no more messages from this organisation at this address?', button: 'Yes, unsubscribe', done: 'Done. You will get no more messages at this address.' },
} as const;

/** Nothing is loaded, and the only thing the page can do is to post to its own address. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
} as const;

/** Opening the page changes nothing: mail programs and scanners open links by themselves. */
export function unsubscribePage(locale: string, isDone: boolean): string {
  const language = locale === 'sv' ? 'sv' : 'en';
  const { title, question, button, done } = TEXTS[language];
  const body = isDone ? `<p>${done}</p>` : `<p>${question}</p><form method="post"><button>${button}</button></form>`;
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`
    + `<title>${title}</title><style>body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}</style></head>`
    + `<body><h1>${title}</h1>${body}</body></html>`;
}
