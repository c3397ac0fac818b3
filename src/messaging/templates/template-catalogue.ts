import { Injectable } from '@nestjs/common';
import type { MessageTemplate } from '../../sdk/messages.js';

/** The templates of all plugins of this process; filled at boot, after they were checked. */
@Injectable()
export class TemplateCatalogue {
  private readonly templates = new Map<string, ReadonlyMap<string, MessageTemplate>>();

  add(integrationKey: string, templates: Readonly<Record<string, MessageTemplate>>): void {
    this.templates.set(integrationKey, new Map(Object.entries(templates)));
  }

  find(integrationKey: string, name: string): MessageTemplate | null {
    return this.templates.get(integrationKey)?.get(name) ?? null;
  }

  of(integrationKey: string): ReadonlyMap<string, MessageTemplate> {
    return this.templates.get(integrationKey) ?? new Map<string, MessageTemplate>();
  }

  integrations(): readonly string[] {
    return [...this.templates.keys()];
  }
}
