import { SetMetadata } from '@nestjs/common';

export const FOR_EVERY_PRINCIPAL = 'patchbay:for-every-principal';
export const INTEGRATION_PARAM = 'patchbay:integration-param';

/** Open to every valid credential: members of any role, operators without an organisation, vendors. */
export const ForEveryPrincipal = (): MethodDecorator => SetMetadata(FOR_EVERY_PRINCIPAL, true);

/** The path parameter that names the integration, on core routes such as `/v1/integrations/:key`: its manifest narrows who may. */
export const IntegrationParam = (name: string): MethodDecorator & ClassDecorator => SetMetadata(INTEGRATION_PARAM, name);
