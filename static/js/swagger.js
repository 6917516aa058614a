// Draws the OpenAPI document with Swagger UI, which comes as a package.
const place = document.getElementById("swagger");
window.SwaggerUIBundle({ url: place.dataset.document, domNode: place, deepLinking: true });
