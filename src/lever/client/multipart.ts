import { Blob } from 'node:buffer';
import { FormData } from 'undici';
import type { OutgoingFile } from '../../sdk/lever/index.js';

export interface FilePart { readonly field: string; readonly file: OutgoingFile }

/** A multipart body in Lever's spelling: `tags[]`, `archived[reason]`, `phones[0][value]`. */
export function formOf(body: object, files: readonly FilePart[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) append(form, name, value);
  for (const { field, file } of files) {
    form.append(field, new Blob([new Uint8Array(file.content)], { type: file.contentType }), file.name);
  }
  return form;
}

function append(form: FormData, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    value.forEach((entry: unknown, index) => {
      append(form, typeof entry === 'object' ? `${name}[${index}]` : `${name}[]`, entry);
    });
  } else if (typeof value === 'object') {
    for (const [key, entry] of Object.entries(value)) append(form, `${name}[${key}]`, entry);
  } else {
    form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
}
