/** What the command line asks of the commands of a register. */
export interface BookOptions {
  readonly cause?: string;
  readonly step?: string;
  readonly number?: string;
  readonly evidence?: readonly string[];
  readonly again?: boolean;
  readonly part?: string;
  readonly state?: string;
  readonly open?: boolean;
  readonly overdue?: boolean;
  readonly subject?: string;
  readonly reveal?: boolean;
  readonly reason?: string;
  readonly csv?: boolean;
  readonly xlsx?: string;
  readonly out?: string;
  readonly dryRun?: boolean;
}
