/** A cable between a test and the server that can be cut, at the very moment of a commit as well. */
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface Cable {
  /** The ledger's place as it is reached through the cable. */
  readonly place: string;
  /**
   * At the next commit, or the so many-th thing said from now on: before the server hears of it, or before its answer is heard. From then on,
   * `forGood` or until the next call.
   */
  cut(
    when: "before it is said" | "before its answer",
    more?: { readonly forGood?: boolean; readonly at?: number },
  ): void;
  /** From now on nothing goes through, in either direction, and nobody answers a call: a network that is gone without a word. */
  goSilent(): void;
  /** How many things were said to the server since the last cut was planned. */
  said(): number;
}

export async function cableTo(place: string): Promise<Cable> {
  const url = new URL(place);
  const [host, port] = [url.hostname, Number(url.port)];
  let when: Parameters<Cable["cut"]>[0] | null = null;
  let [forGood, isCut] = [false, false];
  let at: number | null = null;
  let count = 0;
  let isSilent = false;
  const desk = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(port, host);
    let isDeaf = false;
    const end = (): void => {
      [when, isCut] = [null, forGood];
      near.destroy();
    };
    near.on("data", (asked: Buffer) => {
      if (isSilent) return;
      count += 1;
      const cutsNow = when !== null && (at === null ? asked.includes("commit") : count === at);
      if (cutsNow && when === "before it is said") return end();
      isDeaf = cutsNow;
      far.write(asked);
    });
    far.on("data", (said: Buffer) => void (isSilent ? undefined : isDeaf ? end() : near.write(said)));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as [Socket, Socket][])
      one.on("error", () => other.destroy()).on("close", () => other.end());
  });
  await new Promise<void>((listening) => void desk.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void desk.close());
  url.port = String((desk.address() as AddressInfo).port);
  return {
    place: url.href,
    cut: (planned, more) => {
      [when, forGood, at, count] = [planned, more?.forGood ?? false, more?.at ?? null, 0];
    },
    goSilent: () => {
      isSilent = true;
      desk.close();
    },
    said: () => count,
  };
}
