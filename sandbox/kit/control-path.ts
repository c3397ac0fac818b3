export const controlPrefix = '/__control';

export function isControlPath(url: string): boolean {
  return url.startsWith(controlPrefix);
}
