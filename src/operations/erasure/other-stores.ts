import { Injectable } from '@nestjs/common';
import type { PersonIds } from './tombstones.js';

/** A place outside the registered tables that can hold a person, e.g. a search index or files. */
export interface OtherStore {
  readonly name: string;
  /** Removes the person and answers how many things were removed. Called again after a crash. */
  erase(tenantId: string, person: PersonIds): Promise<number>;
}

/** Stores add themselves at start; erasure empties each of them. */
@Injectable()
export class OtherStores {
  private readonly stores = new Map<string, OtherStore>();

  add(store: OtherStore): void {
    this.stores.set(store.name, store);
  }

  all(): readonly OtherStore[] {
    return [...this.stores.values()];
  }
}
