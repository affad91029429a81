import { expect } from 'chai';

import { ownPlace } from '../helpers/place.js';
import { COMMAND, binEnvironment, requireBuild, startProcess } from '../helpers/run-bin.js';
import { outcomesIn } from '../helpers/outcomes.js';

describe('pipes of the built command', () => {
  before(requireBuild);
  const place = ownPlace();
  const shell = (line: string) =>
    startProcess('bash', ['-c', `set -o pipefail; ${line}`, ...COMMAND], binEnvironment(place())).ended;

  it('users list -q | xargs users disable --yes -- disables exactly the listed users', async () => {
    const { stdout, code } = await shell(
      '"$0" "$1" users list --tenant tenant_003 --enabled -q | xargs "$0" "$1" users disable --yes --',
    );
    const users = Object.values((await place().pool()).users);
    const disabled = (tenant: string): number[] => {
      const those = users.filter(({ attributes }) => attributes['custom:tenant_id'] === tenant);
      return [those.filter(({ enabled }) => !enabled).length, those.length];
    };
    expect({
      code,
      lines: stdout.split('\n').length - 1,
      disabled: [disabled('tenant_001'), disabled('tenant_002'), disabled('tenant_003')],
    }).to.deep.equal({
      code: 0,
      lines: 4,
      disabled: [
        [1, 8],
        [1, 7],
        [5, 5],
      ],
    });
  });

  it('a command that fails before a pipe prints no user, and a shell with pipefail sees the failure', async () => {
    const { stdout, code } = await shell(
      '"$0" "$1" users list --role king -q | xargs -r "$0" "$1" users disable --yes --',
    );
    expect({ stdout, code }).to.deep.equal({ stdout: '', code: 3 });
  });

  for (const [format, flags] of [
    ['-q', ''],
    ['-o ndjson', '--input-format ndjson'],
    ['-o csv', '--input-format csv'],
  ]) {
    it(`users list ${format} | users disable --from - ${flags} disables exactly the listed users`, async () => {
      const { stdout, code } = await shell(
        `"$0" "$1" users list --tenant tenant_003 --enabled ${format} | "$0" "$1" users disable --from - ${flags} --yes -q`,
      );
      const users = Object.values((await place().pool()).users);
      const those = users.filter(({ attributes }) => attributes['custom:tenant_id'] === 'tenant_003');
      expect({
        code,
        lines: stdout.split('\n').length - 1,
        enabled: those.filter(({ enabled }) => enabled).length,
        others: users.filter(({ enabled }) => !enabled).length - those.length,
      }).to.deep.equal({ code: 0, lines: 4, enabled: 0, others: 2 });
    });
  }

  it('a whole tenant moves, with one record per user', async () => {
    const { stdout, code } = await shell(
      '"$0" "$1" users list --tenant tenant_003 -q | ' +
        '"$0" "$1" users set-attributes --from - --move-to-tenant tenant_002 --yes -o json --reason merged',
    );
    const outcomes = outcomesIn(stdout) as { changed: boolean; recordId: string }[];
    const users = Object.values((await place().pool()).users);
    expect({
      code,
      changed: outcomes.filter(({ changed }) => changed).length,
      records: new Set(outcomes.map(({ recordId }) => recordId)).size,
      left: users.filter(({ attributes }) => attributes['custom:tenant_id'] === 'tenant_003').length,
    }).to.deep.equal({ code: 0, changed: 5, records: 5, left: 0 });
  });

  it('one user that cannot be changed stops the whole run before the first change', async () => {
    const before = await place().bytes();
    const { code, stderr } = await shell(
      'printf "ben.carter@tenant-one.example\\nnobody@tenant-one.example\\n" | "$0" "$1" users lockdown --from - --yes',
    );
    expect({ code, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      code: 4,
      isUntouched: true,
    });
    expect(stderr.split('\n').slice(0, 2)).to.deep.equal([
      'error: 1 row of the input cannot be applied; nothing was changed',
      '  line 2: no user nobody@tenant-one.example in user pool us-east-1_Sandbox01',
    ]);
  });

  it('--skip-invalid skips invalid rows and reports them', async () => {
    const rows = '{"email":"ben.carter@tenant-one.example"}\\nnope\\n';
    const { stdout, stderr, code } = await shell(
      `printf '${rows}' | "$0" "$1" users disable --from - --input-format ndjson --skip-invalid --yes`,
    );
    expect({ stdout, code, first: stderr.split('\n')[0] }).to.deep.equal({
      stdout: 'users disable: 1 changed, 1 skipped.\n',
      code: 0,
      first: 'warning: line 2: is not JSON: skipped',
    });
  });

  it('an empty list is a success, and --from - needs --yes', async () => {
    const empty = await shell('"$0" "$1" users list --email-prefix zzz -q | "$0" "$1" users disable --from - --yes');
    const unasked = await shell('"$0" "$1" users list -q | "$0" "$1" users disable --from -');
    expect([empty.code, empty.stdout, unasked.code]).to.deep.equal([0, 'users disable: 0 users in the input.\n', 2]);
    expect(unasked.stderr).to.match(
      /error: users disable \d+ users needs confirmation, and there is no terminal to ask on/,
    );
  });

  it('a federated user is found by the user name that -q prints', async () => {
    const { stdout, code } = await shell(
      '"$0" "$1" users list --status EXTERNAL_PROVIDER -q | xargs "$0" "$1" users disable --yes --',
    );
    expect({ stdout, code }).to.deep.equal({ stdout: 'Disabled mei.tanaka@tenant-two.example.\n', code: 0 });
  });
});
