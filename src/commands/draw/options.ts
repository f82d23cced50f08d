/** What the command line asks of `tuban draw freeze`. */
export interface FreezeOptions {
  readonly percent?: string;
  readonly exclude?: readonly string[];
  readonly recuse?: readonly string[];
  readonly officers?: string;
  readonly lottery?: string;
  readonly lotteryOn?: string;
  readonly dryRun?: boolean;
}
