import { expect } from 'chai';

import { AdminError } from '../../../../src/lib/errors.js';
import { parseTemplate } from '../../../../src/lib/output/selection/template.js';

const ANA = { email: 'ana@one.example', roles: ['itsm_agent', 'itsm_admin'], enabled: true, mfa: { methods: [] } };

describe('a template', () => {
  const lines: [template: string, line: string][] = [
    ['{{email}}', 'ana@one.example'],
    ['{{ email }} <{{roles[0]}}>', 'ana@one.example <itsm_agent>'],
    [String.raw`{{email}}\t{{enabled}}\n-\\t`, 'ana@one.example\ttrue\n-\\t'],
    ['{{roles}}', 'itsm_agent,itsm_admin'],
    ["{{join(' and ', roles)}}", 'itsm_agent and itsm_admin'],
    ['{{mfa}}', '{"methods":[]}'],
    ['[{{department}}]', '[]'],
    ["{{'}}'}} { }", '}} { }'],
    ['no placeholder', 'no placeholder'],
  ];
  for (const [template, line] of lines) {
    it(`${template} makes ${JSON.stringify(line)}`, async () => {
      expect((await parseTemplate(template))(ANA)).to.equal(line);
    });
  }

  const faults: [template: string, message: string][] = [
    ['', '--template is empty'],
    ['{{email', '--template has {{ without its counterpart'],
    ['email}}', '--template has }} without its counterpart'],
    ['{{}}', '{{}} is not a valid JMESPath expression: it is empty'],
    ['{{a b}}', '{{a b}} is not a valid JMESPath expression: unexpected "b" at column 3'],
  ];
  for (const [template, message] of faults) {
    it(`"${template}" is refused: ${message}`, async () => {
      const error: unknown = await parseTemplate(template).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).to.be.instanceOf(AdminError).with.property('message', message);
      expect(error).to.have.property('exitCode', 2);
    });
  }

  it('does not read a value as a template, and escapes its control characters', async () => {
    const hostile = { email: '{{roles}}\u001b[31m\n$(id)' };
    expect((await parseTemplate('{{email}}'))(hostile)).to.equal(String.raw`{{roles}}\u001b[31m\u000a$(id)`);
  });
});
