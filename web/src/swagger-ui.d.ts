// What the page uses of the renderer, which comes without types.
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  interface Options {
    url: string;
    domNode: HTMLElement;
    deepLinking: boolean;
    defaultModelsExpandDepth: number;
    supportedSubmitMethods: string[];
    plugins: (() => { wrapComponents: Record<string, () => () => null> })[];
    validatorUrl: null;
  }

  export default function SwaggerUI(options: Options): unknown;
}
