interface Schema {
  readonly $ref?: string; readonly type?: string; readonly enum?: readonly unknown[]; readonly example?: unknown; readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>; readonly items?: Schema;
}
interface Parameter { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: Schema }
interface RawOperation {
  readonly operationId: string; readonly 'x-patchbay-needs'?: string; readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One operation of openapi.json, as tests that walk all of them need it. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly needs: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
}

export class OpenApi {
  constructor(private readonly document: Document) {}

  operations(): Operation[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId, method: method.toUpperCase(), path, needs: operation['x-patchbay-needs'] ?? 'anyone', parameters: operation.parameters ?? [],
      body: Object.values(operation.requestBody?.content ?? {})[0]?.schema ?? null,
    })));
  }

  resolve(schema: Schema): Schema {
    return schema.$ref ? this.document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {} : schema;
  }

  /** A body with every required field filled from its example. */
  example(schema: Schema): unknown {
    const resolved = this.resolve(schema);
    if (resolved.example !== undefined) return resolved.example;
    if (resolved.enum) return resolved.enum[0];
    if (resolved.properties) {
      return Object.fromEntries((resolved.required ?? []).map((name) => [name, this.example(resolved.properties?.[name] ?? {})]));
    }
    if (resolved.type === 'array') return [];
    return resolved.type === 'boolean' ? true : resolved.type === 'integer' || resolved.type === 'number' ? 1 : resolved.type === 'object' ? {} : 'example-text';
  }
}
