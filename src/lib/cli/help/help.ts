import { CommandHelp, Help, type Interfaces } from '@oclif/core';

import { markdownText } from './markdown-text.js';
import { TOPIC_TEXTS } from './topic-texts.js';
import { writePaged } from '../process/pager.js';
import { cellWidth } from '../../output/cells.js';
import { processStreams, type Streams } from '../../output/streams.js';

export interface HelpOptions extends Partial<Interfaces.HelpOptions> {
  readonly streams?: Streams;
  readonly noPager?: boolean;
}

/** Terminal cells of a line if stdout is not a terminal. */
const DEFAULT_WIDTH = 80;

/** The names of the help topics. */
export const HELP_TOPICS: readonly string[] = Object.keys(TOPIC_TEXTS);

/**
 * oclif's help of a command, without the empty places that its usage line has: oclif takes a flag out of the line where it is
 * first related to another one, and leaves the separators wherever it is named again.
 */
class AdminCommandHelp extends CommandHelp {
  protected override defaultUsage(): string {
    return super
      .defaultUsage()
      .replace(/ +\|(?= *[|\]])/g, '')
      .replace(/\[ *\| */g, '[')
      .replace(/ +\]/g, ']')
      .replace(/ {2,}/g, ' ');
  }
}

/** oclif's help, with topics that are no commands, and through a pager where it does not fit the terminal. */
export default class AdminHelp extends Help {
  protected override CommandHelpClass = AdminCommandHelp;
  private readonly streams: Streams;
  private readonly isPagerWanted: boolean;
  private readonly texts: string[] = [];

  constructor(config: Interfaces.Config, { streams, noPager, ...options }: HelpOptions = {}) {
    super(config, options);
    this.streams = streams ?? processStreams({ noColor: process.argv.includes('--no-color') });
    this.isPagerWanted = noPager !== true && !process.argv.includes('--no-pager');
  }

  override async showHelp(argv: string[]): Promise<void> {
    await super.showHelp(argv);
    await this.write(this.texts.splice(0).join(''));
  }

  /** Shows the topic of this name, one of `HELP_TOPICS`. */
  async showHelpTopic(name: string): Promise<void> {
    const { columns = DEFAULT_WIDTH, color, outIsTTY } = this.streams;
    const { summary = '', text = '' } = TOPIC_TEXTS[name] ?? {};
    const layout = { width: columns, bold: color && outIsTTY };
    await this.write(`${markdownText(`# ${summary}`, layout)}\n${markdownText(text, layout)}`);
  }

  protected override log(...texts: string[]): void {
    this.texts.push(`${texts.join(' ')}\n`);
  }

  protected override async showRootHelp(): Promise<void> {
    await super.showRootHelp();
    const width = 2 + Math.max(...HELP_TOPICS.map(cellWidth));
    const lines = Object.entries(TOPIC_TEXTS).map(([name, { summary }]): [string, string] => [
      name.padEnd(width),
      summary,
    ]);
    this.log(this.section('HELP TOPICS', this.renderList(lines, { stripAnsi: this.opts.stripAnsi, indentation: 2 })));
    this.log('');
    this.log(`Show one with ${this.config.bin} help TOPIC.`);
  }

  private write(text: string): Promise<void> {
    return writePaged(this.streams, text, { environment: process.env, isWanted: this.isPagerWanted });
  }
}
