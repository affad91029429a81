import { INDEX } from '../table/table-index.js';
import { indexDefinition, KEYS, resourcePolicy, tableDefinition } from './table-definition.js';

/** A CloudFormation template of the table, as data. */
export function cloudFormationTemplate(name: string): object {
  const { SSESpecification: encryption, ...definition } = tableDefinition(name);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'The history that the administrators of a user pool share, kept by sf-admin',
    Resources: {
      History: {
        Type: 'AWS::DynamoDB::Table',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          ...definition,
          SSESpecification: { SSEEnabled: encryption.Enabled },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          ResourcePolicy: {
            // Not its own attribute Arn, which is known only when the table is there.
            PolicyDocument: resourcePolicy({
              'Fn::Sub': `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${name}`,
            }),
          },
        },
      },
    },
  };
}

/** The same for Terraform, in the JSON form of its language. */
export function terraformTemplate(name: string): object {
  const { KeySchema: index } = indexDefinition();
  return {
    resource: {
      aws_dynamodb_table: {
        sf_admin_history: {
          name,
          billing_mode: 'PAY_PER_REQUEST',
          hash_key: 'pool',
          range_key: 'first',
          deletion_protection_enabled: true,
          attribute: Object.entries(KEYS).map(([attribute, type]) => ({ name: attribute, type })),
          global_secondary_index: [
            {
              name: INDEX,
              hash_key: index[0]?.AttributeName,
              range_key: index[1]?.AttributeName,
              projection_type: 'KEYS_ONLY',
            },
          ],
          point_in_time_recovery: [{ enabled: true }],
          server_side_encryption: [{ enabled: true }],
          lifecycle: [{ prevent_destroy: true }],
        },
      },
      aws_dynamodb_resource_policy: {
        sf_admin_history: {
          resource_arn: TERRAFORM_ARN,
          policy: JSON.stringify(resourcePolicy(TERRAFORM_ARN)),
        },
      },
    },
  };
}

const TERRAFORM_ARN = '${aws_dynamodb_table.sf_admin_history.arn}';

/** A template for Terraform as it is usually written: each list of objects as blocks. Ends with a line feed. */
export function terraformText(template: object): string {
  const resources = Object.entries((template as { resource: Record<string, Record<string, object>> }).resource);
  const blocks = resources.flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => `resource "${type}" "${name}" {\n${bodyLines(body, '  ')}}\n`),
  );
  return blocks.join('\n');
}

function bodyLines(body: object, indent: string): string {
  const isBlocks = (value: unknown): value is object[] => Array.isArray(value);
  const entries = Object.entries(body) as [string, unknown][];
  const texts = new Map(entries.map(([key, value]) => [key, isBlocks(value) ? '' : expression(value)]));
  // As `terraform fmt` does: values of one line are aligned.
  const isShort = (key: string) => texts.get(key) !== '' && texts.get(key)?.includes('\n') === false;
  const width = Math.max(0, ...entries.filter(([key]) => isShort(key)).map(([key]) => key.length));
  return entries
    .flatMap(([key, value]) =>
      isBlocks(value)
        ? value.map((block) => `\n${indent}${key} {\n${bodyLines(block, `${indent}  `)}${indent}}\n`)
        : [`${indent}${isShort(key) ? key.padEnd(width) : key} = ${texts.get(key) ?? ''}\n`],
    )
    .join('');
}

/** A value as Terraform writes it. Its strings and objects can be written as those of JSON. */
function expression(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (!value.startsWith('{')) return /^\$\{([^{}]*)\}$/.exec(value)?.[1] ?? JSON.stringify(value);
  const object = JSON.stringify(JSON.parse(value), null, 2).replaceAll('\n', '\n  ');
  return `jsonencode(${object.replaceAll(/^( *"\w+"): /gm, '$1 : ')})`;
}
