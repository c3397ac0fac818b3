import type {
  ExpandOptions, LeverList, LeverOperation, ListOptions, PageOptions, ReadOptions, RequisitionCreate, RequisitionExpand, RequisitionField,
  RequisitionFieldFilter, RequisitionFieldReads, RequisitionFieldWrite, RequisitionFilter, RequisitionReads, RequisitionReplace,
  RequisitionWith,
} from '../../../sdk/lever/index.js';
import type { LeverCalls, WriteOptions } from '../lever-calls.js';
import { createdIdReader } from '../wire/created.wire.js';
import { requisitionFieldReader, requisitionReader } from '../wire/requisition.wire.js';

type UnattributedWrite = Omit<WriteOptions, 'performAs'>;

export class RequisitionReadsClient implements RequisitionReads {
  constructor(protected readonly calls: LeverCalls) {}

  get<E extends RequisitionExpand = never>(id: string, options: ExpandOptions<E> = {}): Promise<RequisitionWith<E>> {
    return this.calls.one('requisitions.get', { requisition: id }, requisitionReader.expanding(options.expand), options);
  }

  list<E extends RequisitionExpand = never>(filter: RequisitionFilter = {}, options: ListOptions<E> = {}): LeverList<RequisitionWith<E>> {
    return this.calls.list('requisitions.list', {}, requisitionReader.expanding(options.expand), options, filter);
  }
}

/** Writes need "API management of requisitions" to be switched on in Lever. */
export class RequisitionsClient extends RequisitionReadsClient {
  /** Lever answers with a raw internal record: read the requisition to see it. */
  create(body: RequisitionCreate, options: UnattributedWrite = {}): Promise<{ id: string }> {
    return this.calls.write('requisitions.create', {}, { json: body }, createdIdReader, options);
  }

  /** Replaces the requisition: what is not named is reset. */
  update(id: string, body: RequisitionReplace, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('requisitions.update', { requisition: id }, { json: body }, options);
  }

  delete(id: string, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('requisitions.delete', { requisition: id }, {}, options);
  }
}

export class RequisitionFieldReadsClient implements RequisitionFieldReads {
  constructor(protected readonly calls: LeverCalls) {}

  get(id: string, options: ReadOptions = {}): Promise<RequisitionField> {
    return this.calls.one('requisitionFields.get', { field: id }, requisitionFieldReader, options);
  }

  list(filter: RequisitionFieldFilter = {}, options: PageOptions = {}): LeverList<RequisitionField> {
    return this.calls.list('requisitionFields.list', {}, requisitionFieldReader, options, filter);
  }
}

export interface OptionValue { readonly id?: string; readonly text: string }

export class RequisitionFieldsClient extends RequisitionFieldReadsClient {
  create(body: RequisitionFieldWrite, options: UnattributedWrite = {}): Promise<{ id: string }> {
    return this.calls.write('requisitionFields.create', {}, { json: body }, createdIdReader, options);
  }

  /** Replaces the field: what is not named is reset. */
  update(id: string, body: RequisitionFieldWrite, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('requisitionFields.update', { field: id }, { json: body }, options);
  }

  delete(id: string, options: UnattributedWrite = {}): Promise<void> {
    return this.calls.confirm('requisitionFields.delete', { field: id }, {}, options);
  }

  /** At most 4,000 in one call and 8,000 on one field. */
  addOptions(id: string, values: readonly OptionValue[], options: UnattributedWrite = {}): Promise<void> {
    return this.changeOptions('requisitionFields.addOptions', id, values, options);
  }

  updateOptions(id: string, values: readonly Required<OptionValue>[], options: UnattributedWrite = {}): Promise<void> {
    return this.changeOptions('requisitionFields.updateOptions', id, values, options);
  }

  removeOptions(id: string, optionIds: readonly string[], options: UnattributedWrite = {}): Promise<void> {
    return this.changeOptions('requisitionFields.removeOptions', id, optionIds, options);
  }

  private changeOptions(operation: LeverOperation, field: string, values: readonly unknown[], options: UnattributedWrite): Promise<void> {
    return this.calls.confirm(operation, { field }, { json: { values } }, options);
  }
}
