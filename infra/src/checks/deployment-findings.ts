import { findObjects, findResources, type StackTemplate } from '../stacks/stack-template.ts';

/**
 * Finds resources that a failed creation leaves behind. They are empty and no stack owns them, and
 * the next attempt fails because their names are taken. `RetainExceptOnCreate` keeps data as `Retain` does,
 * but leaves nothing behind after a failed creation.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export const findLeftByFailedCreation = (templates: readonly StackTemplate[]): string[] =>
  findResources(templates).flatMap(({ location, DeletionPolicy }) =>
    DeletionPolicy === 'Retain' ? location : [],
  );

/** What a deployment cannot make again, or not with its content. */
const DATA = ['AWS::Cognito::UserPool', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket'] as const;

/**
 * Finds distributions in a stack with data. AWS refuses CloudFront to accounts that it has not verified,
 * and the failure rolls back the whole stack.
 */
export const findDistributionsBesideData = (templates: readonly StackTemplate[]): string[] =>
  templates.flatMap((template) =>
    findResources([template], ...DATA).length === 0
      ? []
      : findResources([template], 'AWS::CloudFront::Distribution').map(({ location }) => location),
  );

/**
 * Finds the exports that templates import. CloudFormation refuses to remove such an export, so a stage
 * could not go back to a commit without it: the stack that exports is deployed first.
 */
export const findImports = (templates: readonly unknown[]): string[] =>
  findObjects(templates).flatMap(({ 'Fn::ImportValue': name }) =>
    name === undefined ? [] : JSON.stringify(name),
  );
