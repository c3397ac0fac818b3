import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Permission } from '../sdk/principal.js';
import { NEEDS, PLUGIN_KEY } from '../sdk/rest.js';

export interface Route {
  readonly method: string;
  /** With `{name}` for parameters, as in OpenAPI. */
  readonly path: string;
  readonly needs: Permission | 'anyone' | undefined;
  /** The integration whose resource it is. */
  readonly integrationKey: string | undefined;
  readonly handler: string;
}

/** Every route that Nest serves, read from the code. */
@Injectable()
export class RouteTable {
  constructor(private readonly discovery: DiscoveryService, private readonly scanner: MetadataScanner) {}

  routes(): Route[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (typeof metatype !== 'function' || !instance) return [];
      const prototype = metatype.prototype as Record<string, unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => routesOf(metatype, prototype, name));
    });
  }
}

function routesOf(controller: object, prototype: Record<string, unknown>, name: string): Route[] {
  const handler = prototype[name] as object;
  const read = <T>(key: string, target: object) => Reflect.getMetadata(key, target) as T | undefined;
  const method = read<RequestMethod>(METHOD_METADATA, handler);
  if (method === undefined) return [];
  const needs = read<Route['needs']>(NEEDS, handler) ?? read<Route['needs']>(NEEDS, controller);
  return pathsOf(read(PATH_METADATA, controller)).flatMap((base) => pathsOf(read(PATH_METADATA, handler)).map((path) => ({
    method: RequestMethod[method], path: joined(base, path), needs,
    integrationKey: read<string>(PLUGIN_KEY, controller), handler: `${(controller as { name: string }).name}.${name}`,
  })));
}

const pathsOf = (path: string | string[] | undefined): string[] => [path ?? ''].flat();

function joined(...parts: string[]): string {
  const path = parts.map((part) => part.replace(/^\/+|\/+$/g, '')).filter((part) => part !== '').join('/');
  return `/${path.replace(/:(\w+)/g, '{$1}')}`;
}
