// Runs in a worker thread, also straight from TypeScript: imports packages only, erasable syntax only.
import { parentPort, workerData } from 'node:worker_threads';
import mammoth from 'mammoth';
import { getDocumentProxy } from 'unpdf';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

type Answer = { ok: true; text: string; isCut: boolean } | { ok: false; reason: string; detail: string };
interface Order { format: 'pdf' | 'docx'; bytes: Uint8Array; maxUnpackedBytes: number; maxPages: number; maxCharacters: number }

const failure = (reason: string, detail: string): Answer => ({ ok: false, reason, detail });

async function readPdf(order: Order): Promise<Answer> {
  const document = await getDocumentProxy(order.bytes, { stopAtErrors: false, verbosity: 0, disableFontFace: true });
  const pages = Math.min(document.numPages, order.maxPages);
  const parts: string[] = [];
  let length = 0;
  for (let number = 1; number <= pages && length <= order.maxCharacters; number++) {
    const page = await document.getPage(number);
    const content = await page.getTextContent();
    const text = content.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    parts.push(text);
    length += text.length;
    page.cleanup();
  }
  return { ok: true, text: parts.join('\n'), isCut: document.numPages > pages || length > order.maxCharacters };
}

/** Unpacks every part once without keeping it, so that a zip bomb is met here and not in the reader. */
async function unpackedSize(bytes: Buffer, most: number): Promise<{ size: number; hasDocument: boolean; isEncrypted: boolean }> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, file) => (error ? reject(error) : resolve(file)));
  });
  return new Promise((resolve, reject) => {
    let size = 0;
    let hasDocument = false;
    let isEncrypted = false;
    const take = (entry: Entry): void => {
      if (entry.fileName === 'word/document.xml') hasDocument = true;
      if ((entry.generalPurposeBitFlag & 1) !== 0) isEncrypted = true;
      if (isEncrypted || size + entry.uncompressedSize > most) {
        resolve({ size: size + entry.uncompressedSize, hasDocument, isEncrypted });
        return;
      }
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        stream.on('data', (chunk: Buffer) => { size += chunk.length; if (size > most) stream.destroy(new RangeError('unpacked size')); });
        stream.on('error', (cause) => (cause instanceof RangeError ? resolve({ size, hasDocument, isEncrypted }) : reject(cause)));
        stream.on('end', () => zip.readEntry());
      });
    };
    zip.on('entry', take);
    zip.on('end', () => resolve({ size, hasDocument, isEncrypted }));
    zip.on('error', reject);
    zip.readEntry();
  });
}

async function readDocx(order: Order): Promise<Answer> {
  const bytes = Buffer.from(order.bytes.buffer, order.bytes.byteOffset, order.bytes.byteLength);
  const { size, hasDocument, isEncrypted } = await unpackedSize(bytes, order.maxUnpackedBytes);
  if (isEncrypted) return failure('encrypted', 'the document is protected by a password');
  if (size > order.maxUnpackedBytes) return failure('hostile', 'the document unpacks to more than a résumé can be');
  if (!hasDocument) return failure('unsupported', 'the archive holds no Word document');
  const { value } = await mammoth.extractRawText({ buffer: bytes });
  return { ok: true, text: value, isCut: value.length > order.maxCharacters };
}

function explain(error: unknown): Answer {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return failure('encrypted', 'the document is protected by a password');
  if (error instanceof RangeError) return failure('hostile', 'the document is nested or sized beyond reason');
  return failure('unreadable', `the document is damaged (${name || 'unknown error'})`);
}

const order = workerData as Order;
const reading = order.format === 'pdf' ? readPdf(order) : readDocx(order);
void reading.catch(explain).then((answer) => parentPort?.postMessage(answer));
