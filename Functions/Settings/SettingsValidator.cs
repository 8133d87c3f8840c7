using Microsoft.Extensions.Options;
using Stores.Core;

namespace Functions.Settings;

/// <summary>Validates a section of the configuration, by the rules that its settings state.</summary>
/// <param name="section">The section's key, which begins each error.</param>
internal sealed class SettingsValidator<T>(string section) : IValidateOptions<T>
    where T : class, ISettings
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var errors = options.FindErrors().Select(error => $"{section}:{error}").ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
