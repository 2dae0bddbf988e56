// Swagger UI's bundle defines the global.
globalThis.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayRequestDuration: true,
  // Keeps the token in memory only.
  persistAuthorization: false,
  tryItOutEnabled: true,
  // No request leaves this origin.
  validatorUrl: null,
});
