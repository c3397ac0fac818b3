/** One endpoint of Lever, with the names an administrator knows it by. */
export interface OperationEntry {
  readonly access: 'read' | 'write';
  /** As in the list of an API key's permissions. */
  readonly permission: string;
  /** OAuth scope; the write scope of a resource implies its read scope. */
  readonly scope: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/v1`; `:name` marks an id. */
  readonly path: string;
}

export const read = (permission: string, resource: string, path: string): OperationEntry => ({
  access: 'read', permission, scope: `${resource}:read:admin`, method: 'GET', path,
});

export const write = (permission: string, resource: string, call: `${'POST' | 'PUT' | 'DELETE'} ${string}`): OperationEntry => {
  const [method, path] = call.split(' ') as ['POST' | 'PUT' | 'DELETE', string];
  return { access: 'write', permission, scope: `${resource}:write:admin`, method, path };
};
