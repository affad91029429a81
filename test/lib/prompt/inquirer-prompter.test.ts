import { expect } from 'chai';
import { AdminError } from '../../../src/lib/errors.js';
import { InquirerPrompter } from '../../../src/lib/prompt/inquirer-prompter.js';
import { FakeTerminal } from './fake-terminal.js';

const ENTER = '\r';
const UP = '\u001b[A';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CTRL_T = '\u0014';

describe('InquirerPrompter', () => {
  let terminal: FakeTerminal;
  let prompter: InquirerPrompter;

  beforeEach(() => {
    terminal = new FakeTerminal();
    prompter = new InquirerPrompter({ input: terminal.input, output: terminal.output, color: false });
  });

  describe('text', () => {
    it('returns the typed text, trimmed', async () => {
      const answer = prompter.text('Email');
      await terminal.type('Email', `  ana@a.example ${ENTER}`);
      expect(await answer).to.equal('ana@a.example');
    });

    it('asks again with what is wrong until the trimmed answer is valid', async () => {
      const judged: string[] = [];
      const answer = prompter.text('Email', {
        validate: (text) => {
          judged.push(text);
          return text.includes('@') ? undefined : 'an address has an @';
        },
      });
      await terminal.type('Email', `ana ${ENTER}`);
      await terminal.type('an address has an @', `@a.example${ENTER}`);
      expect([await answer, judged]).to.deep.equal(['ana @a.example', ['ana', 'ana @a.example']]);
    });
  });

  describe('checkbox', () => {
    const roles = [{ value: 'itsm_agent' }, { value: 'itsm_admin', label: 'ITSM Admin' }];

    it('returns the selected values, in the order of the choices', async () => {
      const answer = prompter.checkbox('Roles', roles, { required: true });
      await terminal.type('ITSM Admin', `${DOWN} ${UP} ${ENTER}`);
      expect(await answer).to.deep.equal(['itsm_agent', 'itsm_admin']);
    });

    it('refuses an empty answer if one is required', async () => {
      const answer = prompter.checkbox('Roles', roles, { required: true });
      await terminal.type('ITSM Admin', ENTER);
      await terminal.type('At least one choice must be selected', `${DOWN} ${ENTER}`);
      expect(await answer).to.deep.equal(['itsm_admin']);
    });

    it('accepts an empty answer if none is required', async () => {
      const answer = prompter.checkbox('Roles', roles, { required: false });
      await terminal.type('ITSM Admin', ENTER);
      expect(await answer).to.deep.equal([]);
    });
  });

  describe('select', () => {
    const tenants = [{ value: 'tenant_001' }, { value: 'tenant_002' }, { value: '', label: 'Another tenant' }];

    it('returns the value that is chosen with the arrow keys', async () => {
      const answer = prompter.select('Tenant', tenants);
      await terminal.type('Another tenant', `${DOWN}${DOWN}${ENTER}`);
      expect(await answer).to.equal('');
    });

    it('goes to the choice whose start is typed', async () => {
      const answer = prompter.select('Tenant', tenants);
      await terminal.type('Another tenant', `tenant_002${ENTER}`);
      expect(await answer).to.equal('tenant_002');
    });
  });

  for (const [keys, yes] of [
    [ENTER, false],
    [`n${ENTER}`, false],
    [`y${ENTER}`, true],
  ] as const) {
    it(`confirm reads ${JSON.stringify(keys)} as ${yes ? 'yes' : 'no'}`, async () => {
      const answer = prompter.confirm('Disable 3 users?');
      await terminal.type('(y/N)', keys);
      expect(await answer).to.equal(yes);
    });
  }

  for (const [typed, matches] of [
    ['bob@b.example', true],
    [' bob@b.example ', true],
    ['Bob@b.example', false],
    ['y', false],
    ['', false],
  ] as const) {
    it(`typed ${matches ? 'accepts' : 'refuses'} ${JSON.stringify(typed)} for bob@b.example, and asks once`, async () => {
      const answer = prompter.typed('Type the address', 'bob@b.example');
      await terminal.type('Type the address', typed + ENTER);
      expect(await answer).to.equal(matches);
    });
  }

  describe('password', () => {
    it('is asked twice and never drawn, not even by Ctrl-T', async () => {
      const answer = prompter.password('Password');
      await terminal.type('Password', `hunter2${CTRL_T}${ENTER}`);
      await terminal.type('Password (again)', `hunter2${ENTER}`);
      expect([await answer, terminal.text.includes('hunter2')]).to.deep.equal(['hunter2', false]);
    });

    it('asks for both again if they differ', async () => {
      const answer = prompter.password('Password');
      await terminal.type('Password', `one${ENTER}`);
      await terminal.type('Password (again)', `two${ENTER}`);
      await terminal.type('do not match. Enter both again.', '');
      await terminal.type('Password', `three${ENTER}`);
      await terminal.type('Password (again)', `three${ENTER}`);
      expect(await answer).to.equal('three');
    });

    it('refuses an empty password and an invalid one before it is asked for again', async () => {
      const answer = prompter.password('Password', {
        validate: (text) => (text.length < 12 ? 'at least 12 characters' : undefined),
      });
      await terminal.type('Password', ENTER);
      await terminal.type('Enter a password', `short${ENTER}`);
      await terminal.type('at least 12 characters', `-but-longer-now${ENTER}`);
      await terminal.type('Password (again)', `short-but-longer-now${ENTER}`);
      expect(await answer).to.equal('short-but-longer-now');
    });
  });

  describe('an abandoned question', () => {
    const ways: [way: string, leave: (terminal: FakeTerminal) => void][] = [
      ['Ctrl-C', ({ input }) => input.write(CTRL_C)],
      ['Ctrl-D', ({ input }) => input.write(CTRL_D)],
      ['the end of stdin', ({ input }) => input.end()],
      ['a closed stdin', ({ input }) => input.destroy()],
    ];
    for (const [way, leave] of ways) {
      it(`is cancelled by ${way}`, async () => {
        const answer = prompter.confirm('Sure?').catch((error: unknown) => error);
        await terminal.type('Sure?', '');
        leave(terminal);
        const error = await answer;
        if (!(error instanceof AdminError)) throw new Error(`not cancelled: ${String(error)}`);
        expect([error.code, error.message, error.hint, error.exitCode]).to.deep.equal([
          'CANCELLED',
          'cancelled',
          undefined,
          130,
        ]);
      });
    }

    it('is cancelled at once if stdin has ended already', async () => {
      terminal.input.resume().end();
      await new Promise((resolve) => terminal.input.once('end', resolve));
      const error: unknown = await prompter.text('Email').catch((thrown: unknown) => thrown);
      expect(error instanceof AdminError && error.code).to.equal('CANCELLED');
    });

    it('is not cancelled by Ctrl-D in the middle of an answer, where it deletes a character', async () => {
      const answer = prompter.text('Email');
      await terminal.type('Email', 'ab\u001b[D\u0004');
      await new Promise(setImmediate);
      await terminal.type('Email', `c${ENTER}`);
      expect(await answer).to.equal('ac');
    });

    it('removes its listeners from stdin and the process', async () => {
      const count = (): number[] => [
        ...['end', 'close', 'keypress'].map((event) => terminal.input.listenerCount(event)),
        process.listenerCount('SIGCONT'),
      ];
      const before = count();
      const answer = prompter.confirm('Sure?');
      await terminal.type('Sure?', ENTER);
      await answer;
      expect(count()).to.deep.equal(before);
    });
  });
});
