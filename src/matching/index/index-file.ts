import { CandidateIndex } from './candidate-index.js';
import { IndexStatistics, type StatisticsSnapshot } from './index-statistics.js';
import { SealedBlock } from './posting-block.js';
import { SlotSet } from './slot-set.js';

const MAGIC = 'PBIX1\n';

type ArrayKind = 'u8' | 'u16' | 'u32' | 'f64';
type NumberArray = Uint8Array | Uint16Array | Uint32Array | Float64Array;

interface Header {
  readonly statistics: StatisticsSnapshot;
  readonly terms: readonly string[];
  readonly ids: readonly string[];
  readonly groups: readonly string[];
  readonly arrays: readonly (readonly [ArrayKind, number])[];
}

/** Writes an index into bytes: a JSON header, then its arrays. */
export function serialiseIndex(index: CandidateIndex): Uint8Array {
  const state = index.state();
  const groups = [...state.groups.keys()];
  const arrays: NumberArray[] = [
    state.lastActive, state.alive.toWords(), ...groups.map((name) => state.groups.get(name)!.toWords()),
    ...state.blocks.flatMap(({ arrays: a }) => [a.terms, a.offsets, a.maxima, a.docs, a.impacts]),
  ];
  const header: Header = {
    statistics: index.statistics.toJSON(), terms: state.terms, ids: state.ids, groups,
    arrays: arrays.map((array) => [kindOf(array), array.length]),
  };
  const head = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(head.length);
  return Buffer.concat([Buffer.from(MAGIC), size, head, ...arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))]);
}

/** Loads an index from bytes written by `serialiseIndex`; throws a RangeError on anything else. */
export function deserialiseIndex(bytes: Uint8Array): CandidateIndex {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.subarray(0, MAGIC.length).toString() !== MAGIC) throw new RangeError('not a stored candidate index');
  const headLength = buffer.readUInt32LE(MAGIC.length);
  const headStart = MAGIC.length + 4;
  const header = JSON.parse(buffer.subarray(headStart, headStart + headLength).toString()) as Header;
  const reader = new ArrayReader(buffer, headStart + headLength, header.arrays);
  const lastActive = reader.next(Float64Array);
  const alive = new SlotSet(reader.next(Uint32Array));
  const groups = new Map(header.groups.map((name) => [name, new SlotSet(reader.next(Uint32Array))] as const));
  const blocks: SealedBlock[] = [];
  while (reader.hasNext) {
    blocks.push(new SealedBlock({
      terms: reader.next(Uint32Array), offsets: reader.next(Uint32Array), maxima: reader.next(Uint8Array),
      docs: reader.next(Uint16Array), impacts: reader.next(Uint8Array),
    }));
  }
  return new CandidateIndex(new IndexStatistics(header.statistics), { terms: header.terms, ids: header.ids, lastActive, alive, groups, blocks });
}

class ArrayReader {
  private at = 0;

  constructor(private readonly buffer: Buffer, private offset: number, private readonly plan: Header['arrays']) {}

  get hasNext(): boolean {
    return this.at < this.plan.length;
  }

  /** Copies, because an array in a file need not start where its numbers may. */
  next<T extends NumberArray>(type: { new (buffer: ArrayBuffer): T; BYTES_PER_ELEMENT: number }): T {
    const entry = this.plan[this.at++];
    if (!entry) throw new RangeError('the stored index ends too early');
    const length = entry[1] * type.BYTES_PER_ELEMENT;
    const copy = new ArrayBuffer(length);
    const end = this.offset + length;
    if (end > this.buffer.length) throw new RangeError('the stored index ends too early');
    new Uint8Array(copy).set(this.buffer.subarray(this.offset, end));
    this.offset = end;
    return new type(copy);
  }
}

function kindOf(array: NumberArray): ArrayKind {
  if (array instanceof Uint8Array) return 'u8';
  if (array instanceof Uint16Array) return 'u16';
  return array instanceof Uint32Array ? 'u32' : 'f64';
}
