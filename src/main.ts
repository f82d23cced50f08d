/** The process: its streams and clock become an Io, its arguments a command, the result its exit status. */
import { main } from "./cli.ts";
import { processIo } from "./terminal/process.ts";

/** Runs the process's own command line. */
export async function run(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), processIo(process));
}
