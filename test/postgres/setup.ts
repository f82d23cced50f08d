/** One PostgreSQL server for a run of the tests, started when the first test asks for it. */
import { createServer } from "node:net";
import type { AddressInfo, Server as TcpServer } from "node:net";
import type { TestProject } from "vitest/node";
import { startServer } from "./server.ts";
import type { Server } from "./server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The port of this computer on which a test asks for the server; null where TUBAN_TEST_PG=off. */
    postgres: number | null;
  }
}

let server: Promise<Server> | undefined;
let desk: TcpServer | undefined;

export async function setup(project: TestProject): Promise<void> {
  if (process.env["TUBAN_TEST_PG"] === "off") {
    process.stderr.write("\nTUBAN_TEST_PG=off: nothing is tested on PostgreSQL\n\n");
    project.provide("postgres", null);
    return;
  }
  const open = createServer((asking) => {
    server ??= startServer();
    server.then(
      ({ port }) => asking.end(JSON.stringify({ port })),
      (error: unknown) => asking.end(JSON.stringify({ fault: String(error) })),
    );
  });
  await new Promise<void>((listening) => void open.listen(0, "127.0.0.1", listening));
  project.provide("postgres", (open.address() as AddressInfo).port);
  desk = open;
}

export async function teardown(): Promise<void> {
  desk?.close();
  await (await server?.catch(() => undefined))?.stop();
}
