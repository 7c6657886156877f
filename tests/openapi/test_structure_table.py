"""What the official schemas find stands at the very key or value that is wrong, once, in words."""

from __future__ import annotations

import pytest

from tests.openapi.checking import OK, VERSIONS, check, format_fault, operation, parameter, schema

EVERY_VERSION = [
    ("info: {version: '1'}", "/info key -title: `info` has no `title`; OpenAPI requires it"),
    ("info: []", "/info value: `info` is a list; expected a mapping"),
    ("info: {title: 5, version: '1'}", "/info/title value: `title` is `5`, a number; expected a string"),
    ("info: {title: t, version: 1.0}", "/info/version value: `version` is `1.0`, a number; expected a string"),
    (
        "info: {title: t, version: '1', lisense: {name: x}}",
        "/info/lisense key: `lisense` isn't a field of `info`; did you mean `license`?",
    ),
    (
        "info: {title: t, version: '1', contact: {email: nobody}}",
        "/info/contact/email value: `email` is `nobody`; expected an email address",
    ),
    (
        "externalDocs: {url: a b}",
        "/externalDocs/url value: `url` is `a b`; expected a URL without spaces",
    ),
    ("paths:", "/paths value: `paths` is null (empty); expected a mapping"),
    ("paths: {pets: {}}", "/paths/pets key: path `pets` doesn't begin with a slash; expected `/pets`"),
    ("paths: {/a: []}", "/paths/~1a value: `/a` is a list; expected a path item (a mapping)"),
    (
        "paths: {/a: {gett: {responses: {'200': {description: fine}}}}}",
        "/paths/~1a/gett key: `gett` isn't a field of a path item; did you mean `get`?",
    ),
    (
        "paths: {/a: {GET: {responses: {'200': {description: fine}}}, get: {responses: {'200': {description: fine}}}}}",
        "/paths/~1a/GET key: `GET` isn't a field of a path item; `get` is there already",
    ),
    (
        "paths: {/a: {get: {respones: {'200': {description: fine}}}}}",
        "/paths/~1a/get/respones key: `respones` isn't a field of an operation; did you mean `responses`?",
    ),
    (
        "paths: {/a: {get: {responses: {}}}}",
        "/paths/~1a/get/responses key -default: `responses` has no response; expected a status code",
    ),
    (
        "paths: {/a: {get: {responses: {'2xx': {description: d}}}}}",
        "/paths/~1a/get/responses/2xx key: `2xx` isn't a key of `responses`; expected `default`, a status code",
    ),
    (
        "paths: {/a: {get: {responses: {'0404': {description: d}, '404': {description: d}}}}}",
        "/paths/~1a/get/responses/0404 key: `0404` isn't a key of `responses`",
    ),
    (
        "paths: {/a: {get: {responses: {'200': {description: 1}}}}}",
        "/paths/~1a/get/responses/200/description value: `description` is `1`, a number; expected a string",
    ),
    (operation("parameters: {}"), "/paths/~1a/get/parameters value: `parameters` is a mapping; expected a list"),
    (operation("tags: [a, 5]"), "/paths/~1a/get/tags/1 value: item 2 of `tags` is `5`, a number; expected a string"),
    (
        operation("parameters: [text]"),
        "/paths/~1a/get/parameters/0 value: item 1 of `parameters` is `text`, a string; expected a parameter",
    ),
    (
        operation("requestBody: {description: d}"),
        "/paths/~1a/get/requestBody key -content: `requestBody` has no `content`; OpenAPI requires it",
    ),
    (
        operation("foo: 1"),
        "/paths/~1a/get/foo key: `foo` isn't a field of an operation",
    ),
    (
        parameter("{in: query, schema: {}}"),
        "/components/parameters/P key -name: parameter `P` has no `name`; OpenAPI requires it",
    ),
    (
        parameter("{name: p, in: qeury, schema: {}, style: simple}"),
        "/components/parameters/P/in value: `in` is `qeury`; expected one of",
    ),
    (
        parameter("{name: p, in: header, schema: {}, style: form}"),
        "/components/parameters/P/style value: `style` is `form`; expected `simple` where `in` is `header`",
    ),
    (
        parameter("{name: p, in: path, schema: {}}"),
        "/components/parameters/P key -required: parameter `p` has no `required`; OpenAPI requires it where `in` is ",
    ),
    (
        parameter("{name: p, in: path, required: false, schema: {}}"),
        "/components/parameters/P/required value: `required` is `false`; expected `true` where `in` is `path`",
    ),
    (
        parameter("{name: p, in: query}"),
        "/components/parameters/P key -schema: parameter `p` has neither `schema` nor `content`; OpenAPI requires one",
    ),
    (
        parameter("{name: p, in: query, type: string}"),
        "/components/parameters/P/type key: `type` isn't a field of a parameter",
    ),
    (
        parameter("{name: p, in: query, schema: {}, content: {a/b: {}}}"),
        "/components/parameters/P/content key: `content` can't be used with `schema`; expected only one of the two",
    ),
    (
        parameter("{name: p, in: query, schema: {}, example: 1, examples: {}}"),
        "/components/parameters/P/examples key: `examples` can't be used with `example`; expected only one of the two",
    ),
    (
        parameter("{name: p, in: query, content: {a/b: {}, c/d: {}}}"),
        "/components/parameters/P/content value: `content` has 2 entries; expected at most one",
    ),
    (
        "components: {headers: {H: {}}}",
        "/components/headers/H key -schema: header `H` has neither `schema` nor `content`; OpenAPI requires one",
    ),
    (
        "components: {securitySchemes: {S: {type: apikey, name: n, in: header}}}",
        "/components/securitySchemes/S/type value: `type` is `apikey`; expected one of",
    ),
    (
        "components: {securitySchemes: {S: {in: header, name: n}}}",
        "/components/securitySchemes/S key -type: security scheme `S` has no `type`; OpenAPI requires it",
    ),
    (
        "components: {securitySchemes: {S: {type: http, scheme: basic, bearerFormat: JWT}}}",
        "/components/securitySchemes/S/bearerFormat key: `bearerFormat`",
    ),
    (
        "components: {securitySchemes: {S: {type: oauth2, flows: {implicit: {authorizationUrl: u}}}}}",
        "/components/securitySchemes/S/flows/implicit key -scopes: OAuth flow `implicit` has no `scopes`",
    ),
    (
        "components: {schemas: {a b: {}}}",
        "/components/schemas/a b key: `a b` isn't a valid component name; expected only letters, digits, `.`, `-`",
    ),
    (
        "components: {securitySchemes: {A: }}",
        "/components/securitySchemes/A value: `A` is null (empty); expected a security scheme (a mapping)",
    ),
    (
        "components: {links: {L: {operationId: a, operationRef: b}}}",
        "/components/links/L/operation",
    ),
    (
        "tags: [{name: a, title: b}]",
        "/tags/0/title key: `title` isn't a field of a tag",
    ),
    (schema("{type: strin}"), "/components/schemas/A/type value: `type` is `strin`; expected one of `array`, "),
    (schema("text"), "/components/schemas/A value: `A` is `text`, a string; expected a schema (a mapping"),
    (schema("{properties: []}"), "/components/schemas/A/properties value: `properties` is a list; expected a mapping"),
    (
        schema("{properties: {p: {required: true}}}"),
        "/components/schemas/A/properties/p/required value: `required` is `true`, a boolean; expected a list",
    ),
    (
        schema("{required: [a, b, a]}"),
        "/components/schemas/A/required/2 value: item 3 of `required` is the same as item 1; expected each item",
    ),
    (schema("{maxLength: -1}"), "/components/schemas/A/maxLength value: `maxLength` is `-1`; expected 0 or more"),
    (
        schema("{maxLength: 1.5}"),
        "/components/schemas/A/maxLength value: `maxLength` is `1.5`, a number; expected a whole number",
    ),
    (
        schema("{multipleOf: 0}"),
        "/components/schemas/A/multipleOf value: `multipleOf` is `0`; expected more than 0",
    ),
    (
        schema("{allOf: [{type: object}, {properties: {p: {type: int}}}]}"),
        "/components/schemas/A/allOf/1/properties/p/type value: `type` is `int`; expected one of",
    ),
    (
        schema("{additionalProperties: text}"),
        "/components/schemas/A/additionalProperties value: `additionalProperties` is `text`, a string; expected",
    ),
    (
        schema("{externalDocs: {}}"),
        "/components/schemas/A/externalDocs key -url: `externalDocs` has no `url`; OpenAPI requires it",
    ),
]

ONE_VERSION = [
    ("3.0", "paths: {/a: {get: {}}}", "/paths/~1a/get key -responses: operation `get /a` has no `responses`"),
    ("3.0", "paths: {/a: {get: {responses: {'200': {}}}}}", "200 key -description: response `200` has no `descript"),
    ("3.0", "webhooks: {}", "/webhooks key: `webhooks` isn't a field of an OpenAPI document"),
    (
        "3.0",
        schema("{type: [string, 'null']}"),
        "/components/schemas/A/type value: `type` is a list; expected a string",
    ),
    ("3.0", schema("{const: 1}"), "/components/schemas/A/const key: `const` isn't a field of a schema"),
    ("3.0", schema("{exclusiveMinimum: 5}"), "`exclusiveMinimum` is `5`, a number; expected a boolean"),
    (
        "3.0",
        "components: {schemas: {a b: {type: string}}}",
        "/components/schemas/a b key: `a b` isn't a valid component name",
    ),
    ("3.1", schema("{type: [string, nul]}"), "/components/schemas/A/type/1 value: item 2 of `type` is `nul`; expected"),
    ("3.1", schema("{exclusiveMinimum: true}"), "`exclusiveMinimum` is `true`, a boolean; expected a number"),
    (
        "3.1",
        schema("{discriminator: {}}"),
        "/components/schemas/A/discriminator key -propertyName: `discriminator` has",
    ),
    (
        "3.1",
        schema("{examples: {a: 1}}"),
        "/components/schemas/A/examples value: `examples` is a mapping; expected a l",
    ),
    (
        "3.1",
        parameter("{name: p, in: header, schema: {}, allowReserved: true}"),
        "/components/parameters/P/allowReserved key: `allowReserved` is a field of a parameter only where `in` is",
    ),
    (
        "3.1",
        "servers: [{url: /, variables: {v: {default: a, enum: []}}}]",
        "/enum value: `enum` is empty; expected at l",
    ),
    ("3.1", "components: {links: {L: {}}}", "/components/links/L key -operationRef: link `L` has neither `operationR"),
    (
        "3.2",
        "paths: {/a: {additionalOperations: {POST: {}}}}",
        "/paths/~1a/additionalOperations/POST key: method `POST` has its own field; expected `post` in the path",
    ),
    (
        "3.2",
        operation("parameters: [{in: query, name: a, schema: {}}, {in: querystring, name: b, content: {a/b: {}}}]"),
        "/paths/~1a/get/parameters key: `parameters` has both `in: query` and `in: querystring`",
    ),
    (
        "3.2",
        parameter("{name: p, in: cookie, style: cookie, schema: {}, allowReserved: true}"),
        "/components/parameters/P/allowReserved key: `allowReserved` is a field of a parameter only where",
    ),
]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("text", "expected"), EVERY_VERSION)
def test_a_fault_stands_once_at_the_key_or_value_that_is_wrong(text: str, expected: str, version: str) -> None:
    faults = [format_fault(fault) for fault in check(text, version)]
    assert len(faults) == 1, faults
    assert faults[0].startswith(expected)


BELOW_ANOTHER = [
    (
        f"paths: {{pets: {{get: {{responses: {OK}, tags: x}}}}}}",
        ["/paths/pets key", "/paths/pets/get/tags value: `tags` is `x`"],
    ),
    ("paths: {pets: }", ["/paths/pets key", "/paths/pets value: `pets` is null (empty); expected a path item"]),
    ("paths: {pets: text}", ["/paths/pets key"]),
    ("paths: {components: {schemas: {}}}", ["/paths/components key"]),
    (
        "paths: {/a: {get: {responses: {'2xx': {desc: d, description: d}}}}}",
        [
            "/paths/~1a/get/responses/2xx key",
            "/paths/~1a/get/responses/2xx/desc key: `desc` isn't a field of a response",
        ],
    ),
    (
        "paths: {/a: {get: {responses: {'2xx': 5}}}}",
        ["/paths/~1a/get/responses/2xx key", "/paths/~1a/get/responses/2xx value: `2xx` is `5`, a number; expected a"],
    ),
    (
        "paths: {/a: {get: {responses: {'200': {description: d}, content: {a/b: {}}}}}}",
        ["/paths/~1a/get/responses/content key: `content` isn't a key of `responses`"],
    ),
    (
        "components: {schemas: {a b: 5}}",
        [
            "/components/schemas/a b key: `a b` isn't a valid component name",
            "/components/schemas/a b value: `a b` is `5`, a number",
        ],
    ),
    (
        "components: {responses: {a b: {desc: d, description: d}}}",
        ["/components/responses/a b key", "/components/responses/a b/desc key: `desc` isn't a field of a response"],
    ),
]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("text", "expected"), BELOW_ANOTHER)
def test_a_misspelt_key_hides_nothing_of_what_stands_under_it(text: str, expected: list[str], version: str) -> None:
    faults = sorted(format_fault(fault) for fault in check(text, version))
    assert len(faults) == len(expected), faults
    assert all(fault.startswith(start) for fault, start in zip(faults, expected, strict=True)), faults


@pytest.mark.parametrize(("version", "text", "expected"), ONE_VERSION)
def test_versions_differ_in_what_they_allow(version: str, text: str, expected: str) -> None:
    faults = [format_fault(fault) for fault in check(text, version)]
    assert len(faults) == 1, faults
    assert expected in faults[0]
