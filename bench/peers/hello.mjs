/** One route of one framework: the least that can answer. */
import 'reflect-metadata';
import { input, say } from '../kit/processes.mjs';

const { framework, port } = input();

async function nest(Adapter) {
  const { Controller, Get, Module } = await import('@nestjs/common');
  const { NestFactory } = await import('@nestjs/core');
  class HelloController { hello() { return { hello: 'world' }; } }
  Controller()(HelloController);
  Get()(HelloController.prototype, 'hello', Object.getOwnPropertyDescriptor(HelloController.prototype, 'hello'));
  class AppModule {}
  Module({ controllers: [HelloController] })(AppModule);
  const app = await NestFactory.create(AppModule, new Adapter(), { logger: false });
  await app.listen(port, '127.0.0.1');
}

const START = {
  'nest-express': async () => nest((await import('@nestjs/platform-express')).ExpressAdapter),
  'nest-fastify': async () => nest((await import('@nestjs/platform-fastify')).FastifyAdapter),
  fastify: async () => {
    const { default: create } = await import('fastify');
    const app = create();
    app.get('/', async () => ({ hello: 'world' }));
    await app.listen({ port, host: '127.0.0.1' });
  },
};
await START[framework]();
process.once('SIGTERM', () => process.exit(0));
say('ready');
