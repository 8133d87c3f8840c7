using System.Net.Http.Json;
using System.Text.Json;

namespace Functions.IntegrationTests.EndToEnd;

internal static class JsonHttp
{
    public static Task<JsonElement> GetFromJsonAsync(this HttpClient http, string path) => http.GetFromJsonAsync<JsonElement>(path);
}
