using Stores.Core;
using Stores.Owners;

namespace Functions.Tests.Stores.Owners;

public sealed class OwnerPolicyTests
{
    private static readonly DateTime s_at = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void An_owner_may_have_so_many_stores_and_another_when_one_is_gone()
    {
        var (record, first) = OwnerPolicy.Admit(new OwnerRecord(), Request("a", 0));
        (record, var second) = OwnerPolicy.Admit(record, Request("b", 60));
        var (unchanged, third) = OwnerPolicy.Admit(record, Request("c", 120));

        Assert.Equal(
            [AdmissionVerdict.Accepted, AdmissionVerdict.Accepted, AdmissionVerdict.TooManyStores],
            new[] { first, second, third }.Select(answer => answer.Verdict));
        Assert.Same(record, unchanged);
        Assert.Null(third.RetryAfter);
        Assert.Equal(AdmissionVerdict.Accepted, OwnerPolicy.Admit(OwnerPolicy.Remove(record, "a"), Request("c", 120)).Answer.Verdict);
    }

    [Fact]
    public void Creations_keep_their_distance_even_when_the_store_before_is_gone_already()
    {
        var (record, _) = OwnerPolicy.Admit(new OwnerRecord(), Request("a", 0));

        Assert.All([record, OwnerPolicy.Remove(record, "a")], known =>
        {
            var early = OwnerPolicy.Admit(known, Request("b", 10)).Answer;
            Assert.Equal((AdmissionVerdict.CoolingDown, TimeSpan.FromSeconds(20)), (early.Verdict, early.RetryAfter));
            Assert.Equal(AdmissionVerdict.Accepted, OwnerPolicy.Admit(known, Request("b", 30)).Answer.Verdict);
        });
    }

    [Fact]
    public void Without_a_cool_down_requests_may_even_arrive_in_another_order_than_they_were_sent()
    {
        var (record, _) = OwnerPolicy.Admit(new OwnerRecord(), Request("a", 1));

        Assert.Equal(
            AdmissionVerdict.Accepted, OwnerPolicy.Admit(record, Request("b", 0) with { CoolDown = TimeSpan.Zero }).Answer.Verdict);
    }

    [Fact]
    public void Asking_again_for_the_same_admission_counts_once()
    {
        var (record, _) = OwnerPolicy.Admit(new OwnerRecord(), Request("a", 0));
        var (again, answer) = OwnerPolicy.Admit(record, Request("a", 1));

        Assert.Equal(AdmissionVerdict.Accepted, answer.Verdict);
        Assert.Same(record, again);
    }

    [Fact]
    public void An_admission_of_which_nothing_came_leaves_no_trace()
    {
        var (record, _) = OwnerPolicy.Admit(new OwnerRecord(), Request("a", 0));

        var withdrawn = OwnerPolicy.Withdraw(record, "a");

        Assert.Empty(withdrawn.Stores);
        Assert.Equal(AdmissionVerdict.Accepted, OwnerPolicy.Admit(withdrawn, Request("b", 1)).Answer.Verdict);
        Assert.Empty(OwnerPolicy.Remove(withdrawn, "a").Stores);
        Assert.Equal(default, OwnerPolicy.Remove(withdrawn, "a").LastCreation);
    }

    [Fact]
    public void Only_admissions_that_had_time_to_become_stores_are_doubted()
    {
        var (record, _) = OwnerPolicy.Admit(new OwnerRecord(), Request("a", 0));

        Assert.Empty(OwnerPolicy.Doubtful(record, s_at.AddMinutes(5)));
        Assert.Equal("a", Assert.Single(OwnerPolicy.Doubtful(record, s_at.AddMinutes(11))).Admission);
    }

    [Theory]
    [InlineData("default", true)]
    [InlineData("a", true)]
    [InlineData("jane.doe_2-x", true)]
    [InlineData("", false)]
    [InlineData("Jane", false)]
    [InlineData("-a", false)]
    [InlineData("a@b", false)]
    [InlineData("a\n", false)]
    public void Owners_follow_a_rule(string owner, bool valid)
    {
        Assert.Equal(valid, StoreOwner.IsValid(owner));
        Assert.False(StoreOwner.IsValid(new string('a', 64)));
    }

    private static OwnerRequest Request(string admission, int second) =>
        new(new OwnedStore(admission, StoreName.Parse($"store-{admission}"), s_at.AddSeconds(second)), 2, TimeSpan.FromSeconds(30));
}
