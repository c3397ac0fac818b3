/** What people read on the pages, in Swedish and English; other languages get the English ones. */
export const pageTexts = {
  sv: {
    askTitle: 'Dina referenser', askIntro: 'Ange referenser som kan berätta om hur du är i arbetet.', given: 'Angivna referenser', questions: 'Detta frågar vi referenserna',
    referee: 'Referens', name: 'Namn', relation: 'Relation till dig', company: 'Företag', email: 'E-post', phone: 'Mobilnummer med landskod', language: 'Språk',
    confirm: 'Referenserna vet om att ni kontaktar dem och har sagt ja.', save: 'Spara utkast', submit: 'Skicka in', saved: 'Utkastet är sparat.',
    thanksCandidate: 'Tack! Vi kontaktar nu dina referenser.', closed: 'Länken är stängd.', expired: 'Länken har gått ut.', nothing: 'Den här sidan finns inte.',
    readOnly: 'Här går det inte att ändra något längre.', formTitle: 'Referens för', formIntro: 'Dina svar delas med arbetsgivaren.', decline: 'Jag vill inte lämna någon referens',
    declineTitle: 'Avstå', why: 'Varför? (frivilligt)', thanksReferee: 'Tack för din referens!', declined: 'Tack för att du svarade.', unanswered: 'Svara på alla frågor.',
    notConfirmed: 'Bekräfta att referenserna får kontaktas.', tooFew: 'Ange minst så många referenser som vi ber om.', keep: 'Uppgifterna sparas i {months} månader.',
    status: { created: 'mottagen', invited: 'kontaktad', opened: 'kontaktad', answered: 'har svarat', declined: 'har tackat nej', bounced: 'går inte att nå', opted_out: 'går inte att nå', expired: 'svarade inte i tid' },
    fault: { name: 'Namn saknas.', relation: 'Relation saknas.', company: 'Företag saknas.', contact: 'Ange e-post eller mobilnummer.', email: 'E-postadressen är inte giltig.', phone: 'Numret är inte giltigt, skriv det med landskod.', language: 'Välj språk.', 'is-candidate': 'Referensen kan inte vara du själv.', duplicate: 'Samma person är angiven två gånger.' },
  },
  en: {
    askTitle: 'Your references', askIntro: 'Name referees who can tell how you are at work.', given: 'Referees named so far', questions: 'This is what the referees are asked',
    referee: 'Referee', name: 'Name', relation: 'Relation to you', company: 'Company', email: 'E-mail', phone: 'Mobile number with country code', language: 'Language',
    confirm: 'The referees know that they will be contacted and have agreed.', save: 'Save draft', submit: 'Submit', saved: 'The draft is saved.',
    thanksCandidate: 'Thank you! We are contacting your referees now.', closed: 'This link is closed.', expired: 'This link has expired.', nothing: 'There is no such page.',
    readOnly: 'Nothing can be changed here any more.', formTitle: 'Reference for', formIntro: 'Your answers are shared with the employer.', decline: 'I do not want to give a reference',
    declineTitle: 'Decline', why: 'Why? (optional)', thanksReferee: 'Thank you for your reference!', declined: 'Thank you for letting us know.', unanswered: 'Please answer every question.',
    notConfirmed: 'Confirm that the referees may be contacted.', tooFew: 'Name at least as many referees as we ask for.', keep: 'The data is kept for {months} months.',
    status: { created: 'received', invited: 'contacted', opened: 'contacted', answered: 'has answered', declined: 'has declined', bounced: 'cannot be reached', opted_out: 'cannot be reached', expired: 'did not answer in time' },
    fault: { name: 'The name is missing.', relation: 'The relation is missing.', company: 'The company is missing.', contact: 'Give an e-mail address or a mobile number.', email: 'The e-mail address is not valid.', phone: 'The number is not valid; write it with the country code.', language: 'Choose a language.', 'is-candidate': 'You cannot be your own referee.', duplicate: 'The same person is named twice.' },
  },
} as const;

export type PageTexts = (typeof pageTexts)['sv'] | (typeof pageTexts)['en'];

export const textsFor = (language: string): PageTexts => (language === 'sv' ? pageTexts.sv : pageTexts.en);
