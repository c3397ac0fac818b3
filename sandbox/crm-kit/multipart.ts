import type { FastifyRequest } from 'fastify';

export interface ReceivedFile {
  readonly field: string;
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface ReceivedForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly ReceivedFile[];
}

/** Reads a multipart body; a file that the server cuts off at its own limit comes cut off. */
export async function formOf(request: FastifyRequest): Promise<ReceivedForm> {
  const fields: Record<string, string> = {};
  const files: ReceivedFile[] = [];
  if (!request.isMultipart()) return { fields, files };
  for await (const part of request.parts()) {
    if (part.type === 'file') files.push({ field: part.fieldname, name: part.filename, contentType: part.mimetype, content: await part.toBuffer() });
    else fields[part.fieldname] = String(part.value);
  }
  return { fields, files };
}
