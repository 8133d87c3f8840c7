using Stores.Diagnosis;

namespace Functions.Tests.Stores.Diagnosis;

public sealed class RedactionTests
{
    private const string Password = "q7XkT2mP9vLw4ZrB8nYcD3sF6hJ1gKaE";

    [Theory]
    [InlineData($"ERROR 1045: Access denied, sent {Password} to the server", "ERROR 1045: Access denied, sent [redacted] to the server")]
    [InlineData($"x{Password}{Password}y", "x[redacted][redacted]y")]
    [InlineData("data: cTdYa1QybVA5dkx3NFpyQjhuWWNEM3NGNmhKMWdLYUU=", "data: [redacted]=")]
    public void Known_values_go_wherever_they_stand(string said, string expected) =>
        Assert.Equal(expected, new Redaction([Password]).Apply(said));

    [Theory]
    [InlineData("password=hunter22 host=db", "password=[redacted] host=db")]
    [InlineData("DB_PASSWORD: hunter22", "DB_PASSWORD: [redacted]")]
    [InlineData("{\"password\":\"hun ter\",\"user\":\"wp\"}", "{\"password\":[redacted],\"user\":\"wp\"}")]
    [InlineData("'password' => 'hunter22',", "'password' => [redacted],")]
    [InlineData("api_key=abc&x=1", "api_key=[redacted]&x=1")]
    [InlineData("connect mysql://wordpress:hunter22@database:3306/wp", "connect mysql://wordpress:[redacted]@database:3306/wp")]
    [InlineData("Authorization: Bearer eyJhbGciOi.abc-def", "Authorization: Bearer [redacted]")]
    [InlineData("CREATE USER 'wp' IDENTIFIED BY 'hunter22';", "CREATE USER 'wp' IDENTIFIED BY [redacted];")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nafter", "[redacted]\nafter")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nabc", "[redacted]")]
    public void What_looks_like_a_secret_goes(string said, string expected) => Assert.Equal(expected, Redaction.OfPatterns.Apply(said));

    [Theory]
    [InlineData("Access denied for user 'wordpress'@'10.0.0.1' (using password: YES)")]
    [InlineData("install: the database's volume is full")]
    [InlineData("GET http://web/wp-json/ 200")]
    [InlineData("")]
    public void What_is_none_stays(string said) => Assert.Equal(said, new Redaction([Password, "", "abc"]).Apply(said));
}
