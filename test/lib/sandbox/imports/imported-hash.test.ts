import { expect } from 'chai';
import {
  HASH_ALGORITHMS,
  HASH_COLUMN,
  type HashAlgorithm,
  sdkAlgorithm,
} from '../../../../src/lib/model/imports/password-hash.js';
import { matchesImportedHash } from '../../../../src/lib/sandbox/imports/imported-hash.js';
import { FOREIGN_HASHES, hashOf } from '../../../helpers/password-hashes.js';
import { Application } from '../application.js';
import { alertOf, resultOf, WebClient } from '../hosted-ui/web-client.js';
import { refusalOf } from '../harness.js';
import { fileOf, imported, logOf, row } from '../import-jobs.js';

const IDA = 'ida.one@tenant-one.example';
const JAN = 'jan.two@tenant-one.example';
const PASSWORD = 'Brought-From-Elsewhere-7';

describe('passwords that an import job brings as hashes', () => {
  /** An application of a pool into which IDA was imported with a hash of PASSWORD. */
  async function application(algorithm: HashAlgorithm): Promise<Application> {
    const app = new Application();
    const hash = (await hashOf(algorithm, PASSWORD)).replaceAll(',', '\\,');
    const file = await fileOf(app.sandbox, [row(IDA, { [HASH_COLUMN]: hash })], [HASH_COLUMN]);
    const job = await imported(app.sandbox, file, { PasswordHashingAlgorithm: sdkAlgorithm(algorithm) });
    expect(job).to.include({ Status: 'Succeeded', ImportedUsers: 1 });
    return app;
  }

  for (const algorithm of HASH_ALGORITHMS) {
    it(`let a user sign in through the API and the hosted UI, and with nothing else: ${algorithm}`, async () => {
      const app = await application(algorithm);
      expect(app.sandbox.user(IDA).status).to.equal('CONFIRMED');
      expect(await app.signIn(IDA, PASSWORD)).to.have.property('AuthenticationResult');
      expect(await refusalOf(app.signIn(IDA, `${PASSWORD}!`))).to.deep.equal([
        'NotAuthorizedException',
        'Incorrect username or password.',
      ]);
      const web = new WebClient(app);
      expect(resultOf(await web.signIn(IDA, PASSWORD))).to.have.property('code');
      expect(alertOf(await web.signIn(IDA, `${PASSWORD}!`))).to.equal('Incorrect username or password.');
    });
  }

  it('can be changed, and are then forgotten', async () => {
    const app = await application('bcrypt');
    const { AuthenticationResult } = await app.signIn(IDA, PASSWORD);
    await app.sandbox.call('ChangePassword', {
      AccessToken: AuthenticationResult?.AccessToken,
      PreviousPassword: PASSWORD,
      ProposedPassword: 'Chosen-By-Ida-2026!',
    });
    expect(await app.signIn(IDA, 'Chosen-By-Ida-2026!')).to.have.property('AuthenticationResult');
    expect(JSON.stringify(app.sandbox.state)).to.not.include('$2');
  });

  it('cannot be checked by SRP, which needs the password itself', async () => {
    const app = await application('bcrypt');
    const srp = app.initiate('USER_SRP_AUTH', { USERNAME: IDA, SRP_A: 'a1b2', SECRET_HASH: app.hash(IDA) });
    expect(await refusalOf(srp)).to.deep.equal([
      'UnsupportedOperationException',
      'The sandbox cannot check this password by SRP, because it was imported as a hash. Set it again, or sign in with USER_PASSWORD_AUTH.',
    ]);
  });

  it('fail the row if the hash is of another algorithm, and are not in the log', async () => {
    const { sandbox } = new Application();
    const hash = await hashOf('scrypt', PASSWORD);
    const rows = [row(IDA, { [HASH_COLUMN]: hash.replaceAll(',', '\\,') }), row(JAN)];
    const job = await imported(sandbox, await fileOf(sandbox, rows, [HASH_COLUMN]), {
      PasswordHashingAlgorithm: 'BCRYPT',
    });
    expect(await logOf(sandbox, job)).to.deep.equal([
      '[FAILED] Line Number 2 - cognito:password_hash is not a hash of bcrypt, such as $2b$12$….',
      '[SUCCEEDED] Line Number 3 - The import succeeded.',
    ]);
    expect([sandbox.user(JAN).status, sandbox.user(JAN).password]).to.deep.equal(['RESET_REQUIRED', undefined]);
  });

  it('need their column in the file, and a job with an algorithm', async () => {
    const { sandbox } = new Application();
    const bcrypt = { PasswordHashingAlgorithm: 'BCRYPT' };
    const without = await imported(sandbox, await fileOf(sandbox, [row(IDA)]), bcrypt);
    const further = await imported(sandbox, await fileOf(sandbox, [row(IDA)], [HASH_COLUMN]));
    expect([without, further].map(({ Status, CompletionMessage }) => [Status, CompletionMessage])).to.deep.equal([
      ['Failed', 'The header of the CSV file does not match the user pool: cognito:password_hash missing.'],
      ['Failed', 'The header of the CSV file does not match the user pool: it has 26 columns instead of 25.'],
    ]);
  });
});

describe('matchesImportedHash', () => {
  for (const { algorithm, password, hash } of FOREIGN_HASHES) {
    it(`matches the password of a hash that another implementation of ${algorithm} made, and no other`, async () => {
      const matches = await Promise.all(
        [password, `${password}x`, ''].map((text) => matchesImportedHash(text, hash, algorithm)),
      );
      expect(matches).to.deep.equal([true, false, false]);
    });
  }

  it('compares the first 72 bytes of a password with bcrypt, as bcrypt does', async () => {
    const hash = await hashOf('bcrypt', 'x'.repeat(72));
    expect(await matchesImportedHash('x'.repeat(80), hash, 'bcrypt')).to.equal(true);
  });

  it('matches nothing with a hash that cannot be read', async () => {
    for (const algorithm of HASH_ALGORITHMS) {
      expect(await matchesImportedHash('password', '$2b$99$', algorithm), algorithm).to.equal(false);
    }
  });
});
