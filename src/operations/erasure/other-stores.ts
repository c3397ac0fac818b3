import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Forgotten, PersonIds } from './tombstones.js';

/** A place outside the registered tables that can hold a person, e.g. a search index or files. */
export interface OtherStore {
  readonly name: string;
  /** Removes the person and answers how many things were removed. Called again after a crash. */
  erase(tenantId: string, person: PersonIds): Promise<number>;
}

/** Wants a last look at a person's data, in the transaction that then destroys their key, e.g. to block their addresses. */
export interface ErasureWitness {
  beforeErasure(em: EntityManager, tenantId: string, person: Forgotten): Promise<void>;
}

/** Stores add themselves at start; erasure empties each of them. */
@Injectable()
export class OtherStores {
  private readonly stores = new Map<string, OtherStore>();
  private readonly seeing = new Set<ErasureWitness>();

  add(store: OtherStore): void {
    this.stores.set(store.name, store);
  }

  addWitness(witness: ErasureWitness): void {
    this.seeing.add(witness);
  }

  witnesses(): readonly ErasureWitness[] {
    return [...this.seeing];
  }

  all(): readonly OtherStore[] {
    return [...this.stores.values()];
  }
}
