import { expect } from 'chai';

import {
  cloudFormationTemplate,
  terraformTemplate,
  terraformText,
} from '../../../../src/lib/history/set-up/templates.js';
import { DENIED, tableDefinition } from '../../../../src/lib/history/set-up/table-definition.js';

describe('the templates of the table', () => {
  it('declare in CloudFormation what is created, which is kept when the stack is deleted', () => {
    const { Resources } = cloudFormationTemplate('records') as {
      Resources: { History: { Properties: Record<string, unknown> } & Record<string, unknown> };
    };
    const { Properties, ...history } = Resources.History;
    const { SSESpecification, ...definition } = tableDefinition('records');
    expect(history).to.deep.equal({
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    expect(SSESpecification).to.deep.equal({ Enabled: true });
    expect(Properties).to.deep.equal({
      ...definition,
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      ResourcePolicy: {
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'NothingIsDeleted',
              Effect: 'Deny',
              Principal: '*',
              Action: [...DENIED],
              Resource: {
                'Fn::Sub': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/records',
              },
            },
          ],
        },
      },
    });
  });

  // As `terraform fmt -check` accepts it.
  it('declare the same in Terraform', () => {
    expect(terraformText(terraformTemplate('records'))).to.equal(`resource "aws_dynamodb_table" "sf_admin_history" {
  name                        = "records"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pool"
  range_key                   = "first"
  deletion_protection_enabled = true

  attribute {
    name = "pool"
    type = "S"
  }

  attribute {
    name = "first"
    type = "N"
  }

  attribute {
    name = "starts"
    type = "S"
  }

  global_secondary_index {
    name            = "starts"
    hash_key        = "starts"
    range_key       = "first"
    projection_type = "KEYS_ONLY"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = true
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_dynamodb_resource_policy" "sf_admin_history" {
  resource_arn = aws_dynamodb_table.sf_admin_history.arn
  policy = jsonencode({
    "Version" : "2012-10-17",
    "Statement" : [
      {
        "Sid" : "NothingIsDeleted",
        "Effect" : "Deny",
        "Principal" : "*",
        "Action" : [
          "dynamodb:BatchWriteItem",
          "dynamodb:DeleteItem",
          "dynamodb:DeleteTable",
          "dynamodb:PartiQLDelete",
          "dynamodb:UpdateTimeToLive"
        ],
        "Resource" : "\${aws_dynamodb_table.sf_admin_history.arn}"
      }
    ]
  })
}
`);
  });
});
