/** The media type of JSON that the gateway has written as text. */
export const JSON_TYPE = 'application/json; charset=utf-8';
